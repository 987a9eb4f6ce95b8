import { z } from 'zod';
import { connectionName } from '../model/connection.ts';
import { orphanRepairs, reconciliation } from '../model/orphan.ts';
import { digestedPlan } from '../model/plan.ts';
import { runView } from '../model/run.ts';
import { defineCall } from './call.ts';

/**
 * Looks for everything that hangs below nothing (P16); changes nothing. Either the whole answer or an error: an outage is
 * never taken for an absence.
 */
export const scanOrphans = defineCall({
  name: 'reconcile.scan',
  input: z.strictObject({
    connection: connectionName,
    /** How many of each kind are listed; all are counted. */
    listed: z.int().min(1).max(1000).default(100),
  }),
  output: reconciliation,
  roles: ['superadmin', 'support'],
});

/** The newest look at each connection, as the ledger tells; asks no database. */
export const lastScans = defineCall({
  name: 'reconcile.last',
  input: z.strictObject({}),
  output: z.array(z.strictObject({ connection: z.string(), scannedAt: z.string(), found: z.int() })),
  roles: ['superadmin', 'support'],
});

const repairWish = z.strictObject({
  connection: connectionName,
  /** As the scan names it. */
  kind: z.string().max(100),
  /** What the scan proposes when left out. */
  repair: z.enum(orphanRepairs).exactOptional(),
  /** Some of the orphans; all that are found when left out, a thousand at most. */
  ids: z.array(z.string().max(200)).min(1).max(1000).exactOptional(),
  /** The parent that they are attached to. */
  to: z.string().max(200).exactOptional(),
  /** Whose login a new administrator has. */
  admin: z
    .strictObject({ name: z.string().trim().min(2).max(120), email: z.email().max(254) })
    .exactOptional(),
});

/** What a repair would do; opens nothing and records nothing but the scan. Errors: `E_NO_ORPHANS`, `E_REPAIR_NOT_OFFERED`. */
export const previewRepair = defineCall({
  name: 'reconcile.preview',
  input: repairWish,
  output: digestedPlan,
  roles: ['superadmin'],
});

/** Opens a run that repairs, and goes on with it until it waits: for another person's signature where the rows are not ours. */
export const startRepair = defineCall({
  name: 'reconcile.repair',
  input: repairWish,
  output: runView,
  roles: ['superadmin'],
});
