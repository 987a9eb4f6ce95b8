import { z } from 'zod';
import { connectionName } from '../model/connection.ts';
import { jsonObject } from '../model/json.ts';
import { digestedPlan } from '../model/plan.ts';
import { roles } from '../model/role.ts';
import { runStates, runView } from '../model/run.ts';
import { defineCall } from './call.ts';

const tenantId = z.string().min(3).max(64);

/** One part of a tenant that exists, and who made it as far as its own stamp says. */
const inspectedPart = z.strictObject({
  part: z.string(),
  name: z.string(),
  where: z.string(),
  /** The run that its stamp or the audit trail names; empty when nothing does. */
  madeBy: z.string(),
  /** That run, where this ledger knows it. */
  run: z.strictObject({ runbook: z.string(), state: z.enum(runStates) }).exactOptional(),
});
export type InspectedPart = z.infer<typeof inspectedPart>;

const inspection = z.strictObject({
  tenantId: z.string(),
  parts: z.array(inspectedPart),
  /** All parts are there and the tenant is active. */
  whole: z.boolean(),
  /** Runbooks of `upkeep.start` that fit; resuming or rolling back the runs above comes first. */
  offered: z.array(z.string()),
});
export type Inspection = {
  readonly tenantId: string;
  readonly parts: readonly InspectedPart[];
  readonly whole: boolean;
  readonly offered: readonly string[];
};

/** Looks which parts of a tenant exist, and who made them; changes nothing. `E_NO_UPKEEP` where a tenant has no parts. */
export const inspectTenant = defineCall({
  name: 'upkeep.inspect',
  input: z.strictObject({ connection: connectionName, tenantId }),
  output: inspection,
  roles,
});

const upkeep = z.strictObject({
  connection: connectionName,
  /** Name of one of the model's runbooks beside provisioning, verifying and off-boarding. */
  runbook: z.string(),
  input: jsonObject,
});

/** What such a run would do; opens nothing and records nothing. */
export const previewUpkeep = defineCall({
  name: 'upkeep.preview',
  input: upkeep,
  output: digestedPlan,
  roles: ['superadmin'],
});

/** Opens a run of it and goes on with it until it waits, fails or is complete. */
export const startUpkeep = defineCall({
  name: 'upkeep.start',
  input: upkeep,
  output: runView,
  roles: ['superadmin'],
});
