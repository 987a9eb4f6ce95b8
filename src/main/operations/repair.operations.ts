import { previewRepair, startRepair } from '../../shared/contract/reconcile.contract.ts';
import type { ParsedInputOf } from '../../shared/contract/call.ts';
import { OperatorError } from '../../shared/errors/operator-error.ts';
import { freshSalt, openRun } from '../engine/open-run.ts';
import { rehearsalLog } from '../engine/rehearsal-log.ts';
import { modelOf } from '../tenancy/index.ts';
import type { OpenRepair } from '../tenancy/tenancy-model.ts';
import { knownConnection } from './connections/known-connections.ts';
import type { ConsoleContext } from './console-context.ts';
import { operation } from './operation.ts';
import { scan } from './reconcile.operations.ts';
import { withRunPorts } from './run-ports.ts';
import { sessionOf } from './run-session.ts';
import { advance } from './runs.operations.ts';

type Wish = ParsedInputOf<typeof startRepair>;

/** As many as one transaction changes. */
const MOST = 1000;

export const repairOperations = [
  operation(previewRepair, async (ctx, wish) => {
    const { runbook, input } = await prepare(ctx, wish);
    const deps = { log: rehearsalLog(ctx.actor().keyId, ctx.clock), clock: ctx.clock, ids: ctx.ids };
    const opening = { ...openingOf(ctx, wish, input), salt: freshSalt(deps) };
    const runId = await openRun(deps, runbook, opening);
    return withRunPorts(ctx, wish.connection, (ports, environment) =>
      sessionOf(ctx, { ...opening, runbook, runId, deps, ports, environment }).plan(),
    );
  }),

  operation(startRepair, async (ctx, wish) => {
    const { runbook, input } = await prepare(ctx, wish);
    const { ledger: log, clock, ids, failPoints } = ctx;
    const deps = { log, clock, ids, failPoints };
    const opening = { ...openingOf(ctx, wish, input), salt: freshSalt(deps) };
    return advance(ctx, await openRun(deps, runbook, opening));
  }),
];

function openingOf(ctx: ConsoleContext, { connection }: Wish, input: OpenRepair['input']) {
  const { environment } = knownConnection(ctx.ledger, connection).connection;
  return { tenantId: input.tenantId, connection, environment, input };
}

/** Scans anew: a repair is of what is there now. Errors: `E_NO_ORPHANS`, `E_REPAIR_NOT_OFFERED`, `E_REPAIR_TARGET`. */
async function prepare(ctx: ConsoleContext, wish: Wish): Promise<OpenRepair> {
  const { connection } = knownConnection(ctx.ledger, wish.connection);
  const { repairs } = modelOf(ctx.models, connection.model);
  const { kinds } = await scan(ctx, wish.connection, MOST);
  const found = kinds.find(({ kind }) => kind === wish.kind)?.orphans ?? [];
  const wanted = found.filter(({ id }) => wish.ids?.includes(id) ?? true);
  const [first] = wanted;
  if (first === undefined) throw new OperatorError('E_NO_ORPHANS', { details: { kind: wish.kind } });
  const { kind, repair = first.repair, to, admin } = wish;
  if (repairs === undefined) throw new OperatorError('E_REPAIR_NOT_OFFERED', { details: { kind, repair } });
  const orphans = wanted.map(({ id, parentId, story }) => ({
    ...{ id, parentId },
    ...(story !== undefined && { runId: story.runId }),
  }));
  return repairs.open({ kind, repair, orphans, ...(to && { to }), ...(admin && { admin }) });
}
