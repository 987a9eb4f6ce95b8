import { CommanderError } from 'commander';
import { isOperatorError, OperatorError } from '../../../shared/errors/operator-error.ts';
import { isPromptClosed } from './prompts/ask.ts';

/** Keeps a defect's trace in a file of the home and answers with the reference id of the record. */
export type RecordDefect = (defect: unknown) => Promise<string>;

/**
 * What a command that threw has to say: the expected failure itself, a wrong command line as `E_USAGE`, a closed prompt as
 * `E_CANCELLED`, and a defect as `E_UNEXPECTED` with a reference id. Undefined when it was no failure: help and version.
 */
export async function asFailure(thrown: unknown, record: RecordDefect): Promise<OperatorError | undefined> {
  if (isOperatorError(thrown) && thrown.code !== 'E_UNEXPECTED') return thrown;
  if (thrown instanceof CommanderError) return usageFailure(thrown);
  if (isPromptClosed(thrown)) return new OperatorError('E_CANCELLED');
  return new OperatorError('E_UNEXPECTED', { details: await referenceOf(thrown, record), cause: thrown });
}

/** A defect is told even where its record cannot be kept, on a full disk for one. */
async function referenceOf(
  defect: unknown,
  record: RecordDefect,
): Promise<{ readonly reference: string } | { readonly unrecorded: string }> {
  try {
    return { reference: await record(defect) };
  } catch (error) {
    return { unrecorded: (error as NodeJS.ErrnoException).code ?? 'unknown' };
  }
}

function usageFailure({ exitCode, code, message }: CommanderError): OperatorError | undefined {
  if (exitCode === 0) return undefined;
  if (code === 'commander.help') return new OperatorError('E_USAGE', { message: 'A command is missing.' });
  return new OperatorError('E_USAGE', { message: message.replace(/^error: /, '') });
}
