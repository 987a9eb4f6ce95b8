import {
  listErasures,
  previewPurge,
  replayErasures,
  startPurge,
  type ReplayedErasure,
} from '../../shared/contract/register.contract.ts';
import { OperatorError } from '../../shared/errors/operator-error.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import type { RegisterRecord } from '../../shared/model/register.ts';
import { freshSalt, openRun } from '../engine/open-run.ts';
import { rehearsalLog } from '../engine/rehearsal-log.ts';
import { retentionStanding } from '../register/retention-standing.ts';
import { modelOf } from '../tenancy/index.ts';
import { knownConnection } from './connections/known-connections.ts';
import type { ConsoleContext } from './console-context.ts';
import { operation } from './operation.ts';
import { allRecords, recordOf } from './register.operations.ts';
import { withRunPorts } from './run-ports.ts';
import { advance } from './runs.operations.ts';
import { sessionOf, type AnyRunbook } from './run-session.ts';

export const erasureOperations = [
  operation(previewPurge, async (ctx, { tenantId }) => {
    const { runbook, ...opening } = await preparePurge(ctx, tenantId);
    const deps = { log: rehearsalLog(ctx.actor().keyId, ctx.clock), clock: ctx.clock, ids: ctx.ids };
    const salted = { ...opening, salt: freshSalt(deps) };
    const runId = await openRun(deps, runbook, salted);
    return withRunPorts(ctx, opening.connection, (ports, environment) =>
      sessionOf(ctx, { ...salted, runbook, runId, deps, ports, environment }).plan(),
    );
  }),

  operation(startPurge, async (ctx, { tenantId }) => open(ctx, await preparePurge(ctx, tenantId))),

  operation(listErasures, async (ctx) =>
    (await erasedTenants(ctx)).map(({ tenantId, legalName, connection, runId, changedAt, purgedAt }) => ({
      ...{ tenantId, legalName, connection, runId, erasedAt: changedAt },
      ...(purgedAt !== undefined && { purgedAt }),
    })),
  ),

  operation(replayErasures, async (ctx, { connection, tenantId }) => {
    const erased = (await erasedTenants(ctx)).filter(
      (each) => each.connection === connection && (tenantId === undefined || each.tenantId === tenantId),
    );
    const outcomes: ReplayedErasure[] = [];
    for (const record of erased) outcomes.push(await replay(ctx, record));
    return outcomes;
  }),
];

/** The newest off-boarding of each tenant that got as far as to erase. */
async function erasedTenants(ctx: ConsoleContext): Promise<readonly RegisterRecord[]> {
  const erased = (await allRecords(ctx)).filter(({ proof }) => proof !== undefined);
  return erased.filter(({ tenantId }, at) => erased.findIndex((each) => each.tenantId === tenantId) === at);
}

type Opening = {
  readonly runbook: AnyRunbook;
  readonly tenantId: string;
  readonly connection: string;
  readonly environment: string;
  readonly input: JsonObject;
};

/** Refused before a run is opened: a hold or a running clock is an answer, not a failed run. The run checks it all again. */
async function preparePurge(ctx: ConsoleContext, tenantId: string): Promise<Opening> {
  const { connection, environment, hold, runId } = await recordOf(ctx, tenantId);
  const standing = retentionStanding(ctx.ledger, tenantId);
  if (hold !== undefined) throw new OperatorError('E_LEGAL_HOLD', { details: { tenantId } });
  const until = standing?.until ?? 'not begun';
  if (standing === undefined || until > ctx.clock.now().toISOString().slice(0, 10))
    throw new OperatorError('E_RETENTION_RUNNING', { details: { tenantId, until } });
  const runbook = erasureOf(ctx, connection).purge as AnyRunbook;
  return { runbook, tenantId, connection, environment, input: { tenantId, offboarding: runId } };
}

/** Errors: `E_NO_ERASURE`. */
function erasureOf({ models, ledger }: ConsoleContext, connection: string) {
  const { erasure } = modelOf(models, knownConnection(ledger, connection).connection.model);
  if (erasure !== undefined) return erasure;
  throw new OperatorError('E_NO_ERASURE', { details: { connection } });
}

async function open(ctx: ConsoleContext, { runbook, ...opening }: Opening) {
  const { ledger: log, clock, ids, failPoints } = ctx;
  const deps = { log, clock, ids, failPoints };
  return advance(ctx, await openRun(deps, runbook, { ...opening, salt: freshSalt(deps) }));
}

async function replay(ctx: ConsoleContext, record: RegisterRecord): Promise<ReplayedErasure> {
  const { tenantId, connection, environment, runId: offboarding, purgedAt } = record;
  const erasure = erasureOf(ctx, connection);
  const runbook = erasure.again as AnyRunbook;
  const input = runbook.input.parse({ tenantId, offboarding, ...(await choicesOf(ctx, offboarding)) });
  const isBack = await withRunPorts(ctx, connection, ({ database }) =>
    erasure.hasReturned(database, input, ctx.signal),
  );
  if (!isBack) return { tenantId, offboarding, outcome: 'gone' };
  if (purgedAt !== undefined) return { tenantId, offboarding, outcome: 'purge' };
  const { runId, state } = await open(ctx, { runbook, tenantId, connection, environment, input });
  return { tenantId, offboarding, runId, state, outcome: state === 'completed' ? 'erased' : 'failed' };
}

/** What the off-boarding was told of columns and documents; the usual when the tenant's key was shredded. */
async function choicesOf({ ledger }: ConsoleContext, runId: string): Promise<JsonObject> {
  const [opened] = ledger.entries({ runId, types: ['run.opened'] });
  const details = opened && (await ledger.unseal(opened));
  if (details === undefined || details === 'shredded') return {};
  const { classified, statutoryDocuments } = details['input'] as JsonObject;
  return {
    ...(classified !== undefined && { classified }),
    ...(statutoryDocuments !== undefined && { statutoryDocuments }),
  };
}
