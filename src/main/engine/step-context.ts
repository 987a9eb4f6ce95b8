import type { JsonObject } from '../../shared/model/json.ts';
import { stepRecord } from './fold-run.ts';
import { recordOf, type RunSession } from './run-session.ts';
import type { AnyStep, StepContext, StepRef } from './step.ts';

/** A context and the details that the step sealed through it so far. */
export type OpenContext<Input, Ports> = {
  readonly ctx: StepContext<Input, Ports>;
  readonly sealed: () => JsonObject | undefined;
};

/** A step asked for the receipt of one that is not done: expected while planning, a bug while executing. */
export class MissingReceipt extends Error {
  override readonly name = 'MissingReceipt';

  constructor(stepId: string, missing: string) {
    super(`Step ${stepId} needs the receipt of ${missing}, which is not done`);
  }
}

/** What `step` may see and use while it works in this session. */
export function openContext<Input, Ports>(
  session: RunSession<Input, Ports>,
  step: AnyStep<Input, Ports>,
): OpenContext<Input, Ports> {
  let details: JsonObject | undefined;
  const { runId, tenantId, input, ports, secrets, signal, deps } = session;
  const record = recordOf(session);
  const findReceipt = <Receipt extends JsonObject>(ref: StepRef<Receipt>): Receipt | undefined => {
    const { standing, receipt } = stepRecord(recordOf(session), ref.id);
    const stands = standing === 'done' || standing === 'kept';
    return stands && receipt !== undefined ? ref.receipt.parse(receipt) : undefined;
  };
  const ctx: StepContext<Input, Ports> = {
    run: { runId, tenantId, openedAt: record.openedEntry.time, operator: record.openedEntry.actor },
    input,
    ports,
    secrets,
    signal,
    clock: deps.clock,
    ids: deps.ids,
    findReceipt,
    receiptOf: (ref) => {
      const receipt = findReceipt(ref);
      if (receipt === undefined) throw new MissingReceipt(step.id, ref.id);
      return receipt;
    },
    plan: session.plan,
    seal: (more) => {
      details = { ...details, ...more };
    },
    progress: (done, of, unit) => session.onProgress({ runId, stepId: step.id, done, of, unit }),
  };
  return { ctx, sealed: () => details };
}
