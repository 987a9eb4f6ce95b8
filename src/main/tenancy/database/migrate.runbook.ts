import { defineRunbook } from '../../engine/runbook.ts';
import { approvePlan } from '../../steps/approve-plan.step.ts';
import { proveEnvironment } from '../../steps/prove-environment.step.ts';
import type { DatabasePorts } from './database-context.ts';
import { migrateInput, type MigrateInput } from './migrate-input.ts';
import { migrateTenant } from './steps/migrate-tenant.step.ts';

/** What happens when a tenant in use gets the migrations that are new since it was made (D6). */
export const migrateDatabase = defineRunbook<MigrateInput, DatabasePorts>({
  id: 'database.migrate',
  version: 1,
  title: 'Migrate a tenant’s database',
  input: migrateInput,
  steps: [proveEnvironment(), approvePlan(), migrateTenant],
});
