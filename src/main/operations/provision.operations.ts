import { z } from 'zod';
import {
  describeIntake,
  previewProvisioning,
  startProvisioning,
} from '../../shared/contract/runs.contract.ts';
import { invalidInput } from '../../shared/errors/invalid-input.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import { freshSalt, openRun } from '../engine/open-run.ts';
import { rehearsalLog } from '../engine/rehearsal-log.ts';
import { modelOf } from '../tenancy/index.ts';
import { breakGlassOpened } from './attribution.ts';
import { knownConnection } from './connections/known-connections.ts';
import type { ConsoleContext } from './console-context.ts';
import { operation } from './operation.ts';
import { withRunPorts } from './run-ports.ts';
import { advance } from './runs.operations.ts';
import { underReview } from './under-review.ts';
import { sessionOf, type AnyRunbook } from './run-session.ts';

export const provisionOperations = [
  operation(describeIntake, (ctx, { connection: name }) => {
    const model = modelOf(ctx.models, knownConnection(ctx.ledger, name).connection.model);
    const schema = z.toJSONSchema(model.intake, { io: 'input' }) as JsonObject;
    const runbook = model.provision as AnyRunbook;
    const steps = runbook.steps.map(({ title, kind }) => ({ title, kind }));
    const placed = model.servers !== undefined;
    return Promise.resolve({ model: model.id, title: model.title, schema, steps, placed });
  }),

  operation(previewProvisioning, async (ctx, { connection: name, intake }) => {
    const { runbook, ...parts } = prepareProvisioning(ctx, name, intake);
    const deps = { log: rehearsalLog(ctx.actor().keyId, ctx.clock), clock: ctx.clock, ids: ctx.ids };
    const opening = { ...parts, salt: freshSalt(deps) };
    const runId = await openRun(deps, runbook, opening);
    return withRunPorts(ctx, name, (ports, environment) =>
      sessionOf(ctx, { ...opening, runbook, runId, deps, ports, environment }).plan(),
    );
  }),

  operation(startProvisioning, async (ctx, { connection: name, intake, breakGlass }) => {
    const { runbook, ...parts } = prepareProvisioning(ctx, name, intake);
    await withRunPorts(ctx, name, () => Promise.resolve());
    const { ledger: log, clock, ids, failPoints } = ctx;
    const deps = { log, clock, ids, failPoints };
    const opening = { ...parts, salt: freshSalt(deps) };
    if (breakGlass === undefined) return advance(ctx, await openRun(deps, runbook, opening));
    const runId = await openRun(deps, underReview(runbook), opening);
    const { tenantId } = parts;
    await log.append({ type: breakGlassOpened, runId, tenantId, data: {}, details: breakGlass });
    return advance(ctx, runId);
  }),
];

/** Errors: `E_INVALID_INPUT` with the fields of the intake that are wrong; nothing was done. */
export function prepareProvisioning(ctx: ConsoleContext, name: string, intake: unknown) {
  const { connection } = knownConnection(ctx.ledger, name);
  const { environment } = connection;
  const model = modelOf(ctx.models, connection.model);
  const parsed = model.intake.safeParse(intake);
  if (!parsed.success) throw invalidInput(parsed.error);
  const input = parsed.data as JsonObject;
  const tenantId = model.newTenantId(input, connection, ctx.ids);
  return { runbook: model.provision as AnyRunbook, tenantId, connection: name, environment, input };
}
