import { z } from 'zod';
import {
  classifyOffboarding,
  describeOffboarding,
  previewOffboarding,
  startOffboarding,
} from '../../shared/contract/offboard.contract.ts';
import { invalidInput } from '../../shared/errors/invalid-input.ts';
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

export const offboardOperations = [
  operation(describeOffboarding, (ctx, { connection: name }) => {
    const { offboard } = modelOf(ctx.models, knownConnection(ctx.ledger, name).connection.model);
    const schema = z.toJSONSchema(offboard.input, { io: 'input' }) as JsonObject;
    return Promise.resolve({ title: offboard.title, schema });
  }),

  operation(classifyOffboarding, (ctx, { connection, tenantId }) => {
    const { erasure } = modelOf(ctx.models, knownConnection(ctx.ledger, connection).connection.model);
    return withRunPorts(ctx, connection, async ({ database }) => [
      ...((await erasure?.unclassified(database, tenantId, ctx.signal)) ?? []),
    ]);
  }),

  operation(previewOffboarding, async (ctx, { connection, input }) => {
    const { runbook, ...parts } = prepare(ctx, connection, input);
    const deps = { log: rehearsalLog(ctx.actor().keyId, ctx.clock), clock: ctx.clock, ids: ctx.ids };
    const opening = { ...parts, salt: freshSalt(deps) };
    const runId = await openRun(deps, runbook, opening);
    return withRunPorts(ctx, connection, (ports, environment) =>
      sessionOf(ctx, { ...opening, runbook, runId, deps, ports, environment }).plan(),
    );
  }),

  operation(startOffboarding, async (ctx, { connection, input }) => {
    const { runbook, ...parts } = prepare(ctx, connection, input);
    const { ledger: log, clock, ids, failPoints } = ctx;
    const deps = { log, clock, ids, failPoints };
    return advance(ctx, await openRun(deps, runbook, { ...parts, salt: freshSalt(deps) }));
  }),
];

/** Errors: `E_INVALID_INPUT` with the fields that are wrong; nothing was done. */
function prepare(ctx: ConsoleContext, name: string, given: unknown) {
  const { connection } = knownConnection(ctx.ledger, name);
  const runbook = modelOf(ctx.models, connection.model).offboard as AnyRunbook;
  const parsed = runbook.input.safeParse(given);
  if (!parsed.success) throw invalidInput(parsed.error);
  const input = parsed.data;
  const { environment } = connection;
  return { runbook, tenantId: input['tenantId'] as string, connection: name, environment, input };
}
