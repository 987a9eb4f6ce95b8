import { isOperatorError, OperatorError } from '../../shared/errors/operator-error.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import { stepRecord, type StepRecord } from './fold-run.ts';
import { reach, recordEvent, recordOf, type RunSession } from './run-session.ts';
import { openContext } from './step-context.ts';
import type { AnyStep, StepContext, Undo } from './step.ts';

/**
 * Takes back what the run did, last step first, and ends only when each effect was looked for and not found. Can be
 * interrupted and called again: what the log says is undone stays undone. Stops at the first step that cannot be taken back.
 */
export async function undoRun<Input, Ports>(
  session: RunSession<Input, Ports>,
  reason?: string,
): Promise<void> {
  if (recordOf(session).phase !== 'rolling-back') {
    await recordEvent(session, 'run.rolling-back', {}, reason === undefined ? undefined : { reason });
  }
  for (const step of session.runbook.steps.toReversed()) {
    const before = stepRecord(recordOf(session), step.id);
    if (!before.touched || before.standing === 'undone' || before.standing === 'kept') continue;
    if (!(await undoStep(session, step, before))) return;
  }
  await recordEvent(session, 'run.rolled-back', {});
}

async function undoStep<Input, Ports>(
  session: RunSession<Input, Ports>,
  step: AnyStep<Input, Ports>,
  before: StepRecord,
): Promise<boolean> {
  if ('none' in step.undo) {
    await recordEvent(session, 'step.kept', { step: step.id, reason: step.undo.none });
    return true;
  }
  const since = session.deps.clock.monotonicMs();
  try {
    await takeBack(session, step, step.undo, before);
  } catch (error) {
    const { code, message, details } = isOperatorError(error) ? error : new OperatorError('E_UNEXPECTED');
    await recordEvent(session, 'step.undo-failed', { step: step.id, code, note: message, details });
    if (!isOperatorError(error)) throw error;
    return false;
  }
  await recordEvent(session, 'step.undone', {
    step: step.id,
    ms: Math.round(session.deps.clock.monotonicMs() - since),
  });
  return true;
}

/** Undo, then proof of absence: what is still there afterwards makes the rollback a failure. */
async function takeBack<Input, Ports>(
  session: RunSession<Input, Ports>,
  step: AnyStep<Input, Ports>,
  undo: Undo<Input, Ports, JsonObject>,
  before: StepRecord,
): Promise<void> {
  const { ctx } = openContext(session, step);
  reach(session, 'engine.before-undo', step.id);
  await undo.run(ctx, before.receipt ?? (await observedReceipt(step, ctx)));
  reach(session, 'engine.after-undo', step.id);
  const seen = await step.observe(ctx);
  if (seen.state === 'present') throw new OperatorError('E_UNDO_INCOMPLETE');
  reach(session, 'engine.after-proof-of-absence', step.id);
}

/** A step that never told its outcome may have had its effect all the same: what is seen to be ours is undone too. */
async function observedReceipt<Input, Ports>(
  step: AnyStep<Input, Ports>,
  ctx: StepContext<Input, Ports>,
): Promise<JsonObject | undefined> {
  const seen = await step.observe(ctx);
  return seen.state === 'present' ? (step.receipt.parse(seen.receipt) as JsonObject) : undefined;
}
