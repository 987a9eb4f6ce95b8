import { z } from 'zod';
import type { StepContext } from '../../engine/step.ts';
import type { PooledPorts } from './pooled-context.ts';

/** Orphans of one kind and what is to be done about them; `to` names the parent that they are attached to. */
export const repairInput = z.strictObject({
  tenantId: z.string(),
  kind: z.string(),
  repair: z.enum(['attach', 'quarantine', 'remove']),
  to: z.string().exactOptional(),
  orphans: z
    .array(
      z.strictObject({
        id: z.string(),
        parentId: z.string(),
        /** The run of this ledger that provisioned the tenant which the orphan names. */
        runId: z.string().exactOptional(),
      }),
    )
    .min(1)
    .max(1000),
});
export type RepairInput = z.infer<typeof repairInput>;
export type RepairContext = StepContext<RepairInput, PooledPorts>;

/** Files of no broker, by their paths. */
export const repairFilesInput = z.strictObject({
  tenantId: z.string(),
  kind: z.string(),
  repair: z.enum(['quarantine', 'remove']),
  paths: z.array(z.string()).min(1).max(1000),
});
export type RepairFilesInput = z.infer<typeof repairFilesInput>;
export type RepairFilesContext = StepContext<RepairFilesInput, PooledPorts>;

/** A broker without a BrokerAdmin, and whose login it is to be. */
export const recreateAdminInput = z.strictObject({
  tenantId: z.string(),
  admin: z.strictObject({
    name: z.string().trim().min(2).max(120),
    email: z.email().max(254).toLowerCase(),
  }),
});
export type RecreateAdminInput = z.infer<typeof recreateAdminInput>;
export type RecreateAdminContext = StepContext<RecreateAdminInput, PooledPorts>;
