import { z } from 'zod';
import type { StepContext } from '../../engine/step.ts';
import type { DatabasePorts } from './database-context.ts';

export const migrateInput = z.strictObject({
  tenantId: z.string().min(3).max(40).describe('Slug'),
  legalName: z.string().trim().min(2).max(200).describe('Display name'),
});
export type MigrateInput = z.infer<typeof migrateInput>;
export type MigrateContext = StepContext<MigrateInput, DatabasePorts>;
