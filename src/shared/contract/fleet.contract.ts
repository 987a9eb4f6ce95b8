import { z } from 'zod';
import { connectionName } from '../model/connection.ts';
import { jsonObject } from '../model/json.ts';
import { defineCall } from './call.ts';

export const fleetOutcomes = ['completed', 'already', 'waiting', 'failed', 'not-tried'] as const;

const fleetResult = z.strictObject({
  tenantId: z.string(),
  /** `already`: an earlier call had completed it. `not-tried`: the budget of errors was used up before. */
  outcome: z.enum(fleetOutcomes),
  runId: z.string().exactOptional(),
  /** What stopped it. */
  code: z.string().exactOptional(),
  ms: z.number(),
});
export type FleetResult = z.infer<typeof fleetResult>;

const fleetReport = z.strictObject({
  counts: z.record(z.enum(fleetOutcomes), z.int()),
  /** True when no more were begun because too many had failed. */
  stopped: z.boolean(),
  ms: z.number(),
  results: z.array(fleetResult),
});
export type FleetReport = z.infer<typeof fleetReport>;

/**
 * Takes many tenants through one runbook, a few at a time. All inputs are checked before the first is begun. A call with the same
 * inputs goes on where the last one stopped: what is completed stays so, what is open is resumed. One tenant's failure is that
 * tenant's alone. Production asks for the number of tenants to be confirmed, and their names are confirmed with it.
 */
export const runFleet = defineCall({
  name: 'fleet.run',
  input: z.strictObject({
    connection: connectionName,
    /** `provision`, or a runbook of `upkeep.start`. */
    runbook: z.string().default('provision'),
    inputs: z.array(jsonObject).min(1).max(10_000),
    concurrency: z.int().min(1).max(16).default(4),
    /** No more are begun once more than so many have failed. */
    errorBudget: z.int().min(0).default(5),
    confirmedCount: z.int().exactOptional(),
  }),
  output: fleetReport,
  roles: ['superadmin'],
});
