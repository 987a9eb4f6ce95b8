import { isErrorCode } from '../../../shared/errors/catalogue/index.ts';
import { OperatorError, type ErrorDetails } from '../../../shared/errors/operator-error.ts';
import type { RunView } from '../../../shared/model/run.ts';
import type { StepView } from '../../../shared/model/step.ts';

const sore: readonly StepView['state'][] = ['in-doubt', 'failed', 'undo-failed'];

/** Why a run that was set going did not get to its end; undefined when it did. Its code decides the exit code. */
export function failureOf(run: RunView): OperatorError | undefined {
  if (['completed', 'rolled-back', 'abandoned'].includes(run.state)) return undefined;
  const { runId } = run;
  const waiting = run.steps.find(({ state }) => state === 'waiting');
  if (run.state === 'waiting' && waiting !== undefined) {
    const message = `The run waits for an answer: ${waiting.title}.`;
    return new OperatorError('E_ANSWER_NEEDED', { message, details: { runId, step: waiting.id } });
  }
  const step = run.steps.find(({ state }) => sore.includes(state));
  const code = step?.code ?? 'E_INTERRUPTED';
  if (step === undefined || !isErrorCode(code))
    return new OperatorError('E_INTERRUPTED', { details: { runId } });
  const details = { runId, step: step.id, ...(step.details as ErrorDetails | undefined) };
  return new OperatorError(code, { ...(step.note !== undefined && { message: step.note }), details });
}
