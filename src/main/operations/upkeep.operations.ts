import {
  inspectTenant,
  previewUpkeep,
  startUpkeep,
  type InspectedPart,
} from '../../shared/contract/upkeep.contract.ts';
import { invalidInput } from '../../shared/errors/invalid-input.ts';
import { hasCode, OperatorError } from '../../shared/errors/operator-error.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import { freshSalt, openRun } from '../engine/open-run.ts';
import { rehearsalLog } from '../engine/rehearsal-log.ts';
import { modelOf } from '../tenancy/index.ts';
import { knownConnection } from './connections/known-connections.ts';
import type { ConsoleContext } from './console-context.ts';
import { operation } from './operation.ts';
import { withRunPorts } from './run-ports.ts';
import { advance } from './runs.operations.ts';
import { sessionOf, type AnyRunbook } from './run-session.ts';
import { viewOf } from './run-view.ts';

export const upkeepOperations = [
  operation(inspectTenant, async (ctx, { connection: name, tenantId }) => {
    const { inspect } = upkeepOf(ctx, name);
    const { parts, offered, ...seen } = await withRunPorts(ctx, name, (ports) => inspect(ports, tenantId));
    return { ...seen, offered: [...offered], parts: parts.map((part) => withRun(ctx, part)) };
  }),

  operation(previewUpkeep, async (ctx, { connection, runbook: wanted, input }) => {
    const { runbook, ...parts } = prepareUpkeep(ctx, connection, wanted, input);
    const deps = { log: rehearsalLog(ctx.actor().keyId, ctx.clock), clock: ctx.clock, ids: ctx.ids };
    const opening = { ...parts, salt: freshSalt(deps) };
    const runId = await openRun(deps, runbook, opening);
    return withRunPorts(ctx, connection, (ports, environment) =>
      sessionOf(ctx, { ...opening, runbook, runId, deps, ports, environment }).plan(),
    );
  }),

  operation(startUpkeep, async (ctx, { connection, runbook: wanted, input }) => {
    const { runbook, ...parts } = prepareUpkeep(ctx, connection, wanted, input);
    const { ledger: log, clock, ids, failPoints } = ctx;
    const deps = { log, clock, ids, failPoints };
    return advance(ctx, await openRun(deps, runbook, { ...parts, salt: freshSalt(deps) }));
  }),
];

/** Errors: `E_NO_UPKEEP`. */
function upkeepOf(ctx: ConsoleContext, name: string) {
  const { connection } = knownConnection(ctx.ledger, name);
  const { upkeep } = modelOf(ctx.models, connection.model);
  if (upkeep !== undefined) return upkeep;
  throw new OperatorError('E_NO_UPKEEP', { details: { model: connection.model } });
}

/** Errors: `E_NO_UPKEEP`, `E_INVALID_INPUT` with the fields that are wrong; nothing was done. */
export function prepareUpkeep(ctx: ConsoleContext, name: string, wanted: string, given: unknown) {
  const { connection } = knownConnection(ctx.ledger, name);
  const { runbooks } = upkeepOf(ctx, name);
  const runbook = (Object.hasOwn(runbooks, wanted) ? runbooks[wanted] : undefined) as unknown as
    AnyRunbook | undefined;
  if (runbook === undefined)
    throw new OperatorError('E_NO_UPKEEP', { details: { runbook: wanted, known: Object.keys(runbooks) } });
  const parsed = runbook.input.safeParse(given);
  if (!parsed.success) throw invalidInput(parsed.error);
  const input: JsonObject = parsed.data;
  const tenantId = (input['tenantId'] ?? input['slug']) as string;
  return { runbook, tenantId, connection: name, environment: connection.environment, input };
}

/** Where this ledger knows the run that made a part, it says how that run stands. */
function withRun(ctx: ConsoleContext, part: InspectedPart): InspectedPart {
  if (part.madeBy === '') return part;
  try {
    const { runbook, state } = viewOf(ctx, part.madeBy);
    return { ...part, run: { runbook, state } };
  } catch (error) {
    if (hasCode(error, 'E_RUN_NOT_FOUND')) return part;
    throw error;
  }
}
