import type { OperatorError } from '../../../../shared/errors/operator-error.ts';
import type { RunView } from '../../../../shared/model/run.ts';
import { failureOf } from '../run-outcome.ts';
import type { Session } from '../session.ts';
import type { Paint } from '../terminal.ts';
import { runText } from '../views/run-text.ts';

/** Answers with a run that was set going: every step, what stopped it, and how to go on. */
export function answerRun({ printer }: Session, run: RunView): OperatorError | undefined {
  const failure = failureOf(run);
  printer.answer(run, (paint) => [runText(run, paint), wayOn(run, paint)].join('\n').trimEnd(), failure);
  return failure;
}

function wayOn({ runId, state }: RunView, paint: Paint): string {
  if (['completed', 'rolled-back', 'abandoned'].includes(state)) return '';
  return `\nGo on:     ${paint('cyan', `tenantctl runs resume ${runId}`)}\nTake back: ${paint('cyan', `tenantctl rollback ${runId}`)}`;
}
