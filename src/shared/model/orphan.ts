import { z } from 'zod';
import { runStates } from './run.ts';

/** What can be done about an orphan. Removing or attaching what this console did not make takes a second person. */
export const orphanRepairs = ['recreate-admin', 'attach', 'quarantine', 'remove', 'roll-back'] as const;
export type OrphanRepair = (typeof orphanRepairs)[number];

/** One thing that hangs below nothing. Ids alone: what it holds is nobody's business here. */
export const orphan = z.strictObject({
  id: z.string(),
  /** The id that it names and that is not there; empty where something is missing below it instead. */
  parentId: z.string(),
  /** The newest run of this ledger on the tenant it names: its likely story. */
  story: z.strictObject({ runId: z.string(), runbook: z.string(), state: z.enum(runStates) }).exactOptional(),
  repair: z.enum(orphanRepairs),
});
export type Orphan = z.infer<typeof orphan>;

/** What was looked for, how, and what was found. */
export const orphanKind = z.strictObject({
  kind: z.string(),
  title: z.string(),
  /** The statement whose answer is the proof; its SQL stands in the catalogue. */
  statement: z.string(),
  /** Why it cannot be told on this schema; then `found` says nothing. */
  untold: z.string().exactOptional(),
  found: z.int(),
  /** The first of them. */
  orphans: z.array(orphan),
});
export type OrphanKind = z.infer<typeof orphanKind>;

/** A whole look, all of it on one state of the database. */
export const reconciliation = z.strictObject({
  connection: z.string(),
  environment: z.string(),
  scannedAt: z.string(),
  ms: z.number(),
  found: z.int(),
  kinds: z.array(orphanKind),
});
export type Reconciliation = z.infer<typeof reconciliation>;
