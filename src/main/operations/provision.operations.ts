import { z } from 'zod';
import {
  describeIntake,
  previewProvisioning,
  startProvisioning,
} from '../../shared/contract/runs.contract.ts';
import { invalidInput } from '../../shared/errors/invalid-input.ts';
import type { Connection } from '../../shared/model/connection.ts';
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

export const provisionOperations = [
  operation(describeIntake, (ctx, { connection: name }) => {
    const model = modelOf(ctx.models, knownConnection(ctx.ledger, name).connection.model);
    const schema = z.toJSONSchema(model.intake, { io: 'input' }) as JsonObject;
    return Promise.resolve({ model: model.id, title: model.title, schema });
  }),

  operation(previewProvisioning, async (ctx, { connection: name, intake }) => {
    const { connection } = knownConnection(ctx.ledger, name);
    const { runbook, input, tenantId } = prepare(ctx, connection, intake);
    const deps = { log: rehearsalLog(ctx.actor().keyId, ctx.clock), clock: ctx.clock, ids: ctx.ids };
    const { environment: kind } = connection;
    const opening = { tenantId, connection: name, environment: kind, input, salt: freshSalt(deps) };
    const runId = await openRun(deps, runbook, opening);
    return withRunPorts(ctx, name, (ports, environment) =>
      sessionOf(ctx, { ...opening, runbook, runId, deps, ports, environment }).plan(),
    );
  }),

  operation(startProvisioning, async (ctx, { connection: name, intake }) => {
    const connection = knownConnection(ctx.ledger, name).connection;
    const { runbook, input, tenantId } = prepare(ctx, connection, intake);
    await withRunPorts(ctx, name, () => Promise.resolve());
    const { ledger: log, clock, ids, failPoints } = ctx;
    const deps = { log, clock, ids, failPoints };
    const { environment } = connection;
    const opening = { tenantId, connection: name, environment, input, salt: freshSalt(deps) };
    return advance(ctx, await openRun(deps, runbook, opening));
  }),
];

/** Errors: `E_INVALID_INPUT` with the fields of the intake that are wrong; nothing was done. */
function prepare(ctx: ConsoleContext, connection: Connection, intake: unknown) {
  const model = modelOf(ctx.models, connection.model);
  const parsed = model.intake.safeParse(intake);
  if (!parsed.success) throw invalidInput(parsed.error);
  const input = parsed.data as JsonObject;
  const tenantId = model.newTenantId(input, connection, ctx.ids);
  return { runbook: model.provision as AnyRunbook, input, tenantId };
}
