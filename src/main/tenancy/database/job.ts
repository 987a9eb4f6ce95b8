import type { Transaction } from '../../ports/database.port.ts';
import type { DatabaseContext } from './database-context.ts';
import { slugOf } from './intake.ts';
import type { MasterSchema } from './schema.ts';
import { tellPhases } from './statements/master.statements.ts';

/** The phases of a provisioning as source 4 names them, in their order (D3). */
export const jobPhases = [
  'placement_resolved',
  'state_checked',
  'secret_set',
  'database_created',
  'migrations_applied',
  'master_registered',
  'admin_seeded',
  'complete',
] as const;
export type JobPhase = (typeof jobPhases)[number];

/** Stands beside the others when all of it was taken back. */
const ROLLED_BACK = 'rolled_back';

/** Tells the platform's job API, in this transaction, that the run has come this far; its job id is the run's. */
export const tellPhaseIn = (
  ctx: DatabaseContext,
  tx: Transaction<MasterSchema>,
  phase: JobPhase,
): Promise<void> => tell(ctx, tx, jobPhases.slice(0, jobPhases.indexOf(phase) + 1));

export const tellPhase = (ctx: DatabaseContext, phase: JobPhase): Promise<void> =>
  ctx.ports.database.write((tx) => tellPhaseIn(ctx, tx, phase), { signal: ctx.signal });

export const tellRolledBack = (ctx: DatabaseContext): Promise<void> =>
  ctx.ports.database.write((tx) => tell(ctx, tx, [ROLLED_BACK]));

async function tell(
  ctx: DatabaseContext,
  tx: Transaction<MasterSchema>,
  phases: readonly string[],
): Promise<void> {
  if (!Object.hasOwn(ctx.ports.database.map.tables, 'jobPhase')) return;
  const { runId: jobId } = ctx.run;
  await tx.run(tellPhases, { jobId, slug: slugOf(ctx.input), phases, at: ctx.clock.now() });
}
