import type { JsonObject } from '../../shared/model/json.ts';
import type { PlannedUndo } from '../../shared/model/undo-plan.ts';
import { stepRecord, type StepRecord } from './fold-run.ts';
import { recordOf, type RunSession } from './run-session.ts';
import { MissingReceipt, openContext } from './step-context.ts';
import type { AnyStep, Observed } from './step.ts';

/**
 * What a rollback would do now, last step first, with the proof that each effect is ours (L4). Looks and changes nothing.
 * Steps that were never begun, and those that are taken back already, are left out.
 */
export async function planUndo<Input, Ports>(
  session: RunSession<Input, Ports>,
): Promise<readonly PlannedUndo[]> {
  const planned: PlannedUndo[] = [];
  for (const step of session.runbook.steps.toReversed()) {
    const before = stepRecord(recordOf(session), step.id);
    if (!before.touched || before.standing === 'undone' || before.standing === 'kept') continue;
    planned.push(await planStepUndo(session, step, before));
  }
  return planned;
}

async function planStepUndo<Input, Ports>(
  session: RunSession<Input, Ports>,
  step: AnyStep<Input, Ports>,
  { receipt }: StepRecord,
): Promise<PlannedUndo> {
  const about = { step: step.id, title: step.title };
  if ('none' in step.undo) return { ...about, how: 'keep', says: step.undo.none };
  const seen = await look(session, step);
  const observed = seen?.state === 'present' ? (step.receipt.parse(seen.receipt) as JsonObject) : undefined;
  const proof = receipt ?? observed;
  const hindrance = proof && (await step.undo.hindrance?.(openContext(session, step).ctx, proof));
  return {
    ...about,
    how: 'take-back',
    says: step.undo.says,
    ...(proof && { proof }),
    ...(hindrance && { hindrance: { code: hindrance.code, details: hindrance.details } }),
    ...(seen && { seen: seen.state }),
  };
}

/** A step that looks through the eyes of one that is not done sees nothing. */
async function look<Input, Ports>(
  session: RunSession<Input, Ports>,
  step: AnyStep<Input, Ports>,
): Promise<Observed<JsonObject> | undefined> {
  try {
    return await step.observe(openContext(session, step).ctx);
  } catch (error) {
    if (error instanceof MissingReceipt) return undefined;
    throw error;
  }
}
