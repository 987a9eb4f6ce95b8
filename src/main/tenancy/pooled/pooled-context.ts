import type { StepContext } from '../../engine/step.ts';
import type { RunPorts } from '../tenancy-model.ts';
import type { PooledIntake } from './intake.ts';
import type { PooledSchema } from './schema.ts';

export type PooledPorts = RunPorts<PooledSchema>;
export type PooledContext = StepContext<PooledIntake, PooledPorts>;

/**
 * Provisionings of one database take turns under this advisory lock, so that two consoles cannot both find no duplicate;
 * and who observes under it cannot miss a COMMIT that is still under way.
 */
export const provisioningLock = 'tenant-console/pooled.provision';

/** The operator as the portal's audit trail names them (P14): the key that signs the ledger. */
export const auditActor = ({ run }: Pick<PooledContext, 'run'>): string => `operator:${run.operator}`;
