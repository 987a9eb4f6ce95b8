import { OperatorError } from '../../shared/errors/operator-error.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import { withPlan } from '../engine/make-plan.ts';
import { stepRecord } from '../engine/fold-run.ts';
import { findRun, intakeOf } from '../engine/open-run.ts';
import { RunSecrets } from '../engine/run-secrets.ts';
import { recordOf, type RunSession } from '../engine/run-session.ts';
import type { Runbook } from '../engine/runbook.ts';
import type { RunPorts } from '../tenancy/tenancy-model.ts';
import type { ConsoleContext } from './console-context.ts';
import { underReview } from './under-review.ts';
import { withRunPorts } from './run-ports.ts';

/** A session of any runbook: the engine does not look into intake or ports. */
export type AnyRunSession = RunSession<JsonObject, RunPorts<unknown>>;
export type AnyRunbook = Runbook<JsonObject, RunPorts<unknown>>;

/** The runbook of this id, over all models. A run of a runbook that is gone cannot go on here. */
export function runbookOf({ models }: Pick<ConsoleContext, 'models'>, id: string): AnyRunbook {
  const found = models.flatMap(runbooksOf).find((runbook) => runbook.id === id);
  if (found === undefined) throw new OperatorError('E_RUN_VERSION', { details: { runbook: id } });
  return found;
}

const runbooksOf = ({
  provision,
  verify,
  offboard,
  erasure,
  repairs,
  upkeep,
}: ConsoleContext['models'][number]): AnyRunbook[] => [
  provision as AnyRunbook,
  underReview(provision as AnyRunbook),
  verify as AnyRunbook,
  offboard as AnyRunbook,
  ...(erasure === undefined ? [] : [erasure.purge as AnyRunbook, erasure.again as AnyRunbook]),
  ...((repairs?.runbooks ?? []) as AnyRunbook[]),
  ...(Object.values(upkeep?.runbooks ?? {}) as unknown as AnyRunbook[]),
];

/**
 * Works on a run as the only one on this workstation: as `lookAtRun`, and holds the tenant's lock until it is done.
 *
 * Errors: `E_RUN_BUSY`, and those of `lookAtRun`.
 */
export async function withRunSession<T>(
  ctx: ConsoleContext,
  runId: string,
  work: (session: AnyRunSession) => Promise<T>,
): Promise<T> {
  const lease = ctx.locks.acquire(findRun({ log: ctx.ledger }, runId).tenantId);
  try {
    return await lookAtRun(ctx, runId, work);
  } finally {
    lease.release();
  }
}

/**
 * Looks at a run as it stands, whoever else works on it: opens the connection and the seal on the intake, and lets go of them
 * afterwards. Takes no lock, so `look` must change nothing.
 *
 * Errors: `E_RUN_NOT_FOUND`, `E_RUN_VERSION`, `E_RUN_DETAILS_SHREDDED`, and those of opening a connection.
 */
export async function lookAtRun<T>(
  ctx: ConsoleContext,
  runId: string,
  look: (session: AnyRunSession) => Promise<T>,
): Promise<T> {
  const { opened, openedEntry, tenantId } = findRun({ log: ctx.ledger }, runId);
  const { runbook: id, version, connection } = opened;
  const runbook = runbookOf(ctx, id);
  if (runbook.version !== version)
    throw new OperatorError('E_RUN_VERSION', {
      details: { runbook: id, begun: version, here: runbook.version },
    });
  const { input, salt } = await intakeOf({ log: ctx.ledger }, openedEntry);
  return withRunPorts(ctx, connection, (ports, environment) =>
    look(sessionOf(ctx, { runbook, runId, tenantId, connection, input, salt, ports, environment })),
  );
}

type SessionParts = Pick<
  AnyRunSession,
  'runbook' | 'runId' | 'tenantId' | 'connection' | 'input' | 'salt' | 'ports' | 'environment'
> &
  Partial<Pick<AnyRunSession, 'deps'>>;

/** A complete session from its parts and this process's own means; `deps` only where it is to be planned and not run. */
export function sessionOf(ctx: ConsoleContext, parts: SessionParts): AnyRunSession {
  const { clock, ids, ledger, onProgress, signal, failPoints } = ctx;
  const secrets = ctx.runSecrets.get(parts.runId) ?? new RunSecrets();
  ctx.runSecrets.set(parts.runId, secrets);
  return withPlan({ deps: { log: ledger, clock, ids, failPoints }, ...parts, secrets, signal, onProgress });
}

/** The step that waits for a person. Errors: `E_ANSWER_NOT_AWAITED`. */
export function waitingStep(session: AnyRunSession) {
  const record = recordOf(session);
  const step = session.runbook.steps.find(({ id }) => stepRecord(record, id).standing === 'waiting');
  if (step === undefined || step.kind === 'automatic')
    throw new OperatorError('E_ANSWER_NOT_AWAITED', { details: { runId: session.runId } });
  return step;
}
