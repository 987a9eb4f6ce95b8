import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import type { Ask } from '../prompts/ask.ts';

/**
 * Has the name of what is at stake typed before something is taken away. Errors: `E_CONFIRMATION_MISMATCH`;
 * `E_ANSWER_NEEDED` where nobody can be asked.
 */
export async function confirmByName(ask: Ask | undefined, question: string, name: string): Promise<void> {
  if (ask === undefined)
    throw new OperatorError('E_ANSWER_NEEDED', {
      message: 'Nobody is at the terminal to confirm this; --yes does.',
    });
  if ((await ask.text(`${question} (${name})`)) !== name) throw new OperatorError('E_CONFIRMATION_MISMATCH');
}
