import { z } from 'zod';
import type { StepContext } from '../../engine/step.ts';
import type { DatabasePorts } from './database-context.ts';

export const purgeInput = z.strictObject({
  tenantId: z.string().min(3).max(40).describe('Slug'),
  legalName: z.string().trim().min(2).max(200).describe('Display name'),
  reason: z.string().trim().min(3).max(500).describe('Why nothing of it can be repaired or adopted'),
});
export type PurgeInput = z.infer<typeof purgeInput>;
export type PurgeContext = StepContext<PurgeInput, DatabasePorts>;
