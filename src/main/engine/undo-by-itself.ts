import { isErrorCode } from '../../shared/errors/catalogue/index.ts';
import { OperatorError, type ErrorDetails } from '../../shared/errors/operator-error.ts';
import { stepRecord } from './fold-run.ts';
import { recordOf, type RunSession } from './run-session.ts';
import { undoRun } from './undo-run.ts';

/**
 * Takes a run back when it stopped at a failure after which its runbook does not wait for anybody. Answers with that failure,
 * for the host to show; undefined when the run stopped at none of them.
 */
export async function undoByItself<Input, Ports>(
  session: RunSession<Input, Ports>,
): Promise<OperatorError | undefined> {
  const { steps, undoneBy = [] } = session.runbook;
  const record = recordOf(session);
  if (record.phase !== 'forward') return undefined;
  const failed = steps
    .map(({ id }) => ({ step: id, ...stepRecord(record, id) }))
    .find(({ standing, code }) => standing === 'failed' && undoneBy.some((each) => each === code));
  if (failed?.code === undefined || !isErrorCode(failed.code)) return undefined;
  await undoRun(session, `taken back by itself after ${failed.code}`);
  const { runId } = session;
  const details: ErrorDetails = { ...(failed.details as ErrorDetails), runId, run: recordOf(session).phase };
  return new OperatorError(failed.code, {
    details,
    ...(failed.note !== undefined && { message: failed.note }),
  });
}
