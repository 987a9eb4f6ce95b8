import { defineRunbook } from '../../engine/runbook.ts';
import { approvePlan } from '../../steps/approve-plan.step.ts';
import { proveEnvironment } from '../../steps/prove-environment.step.ts';
import { twoPersonApproval } from '../../steps/two-person-approval.step.ts';
import type { DatabasePorts } from './database-context.ts';
import { offboardInput, type OffboardInput } from './offboard-input.ts';
import { awaitDropDay } from './steps/await-drop-day.step.ts';
import { dropTenantDatabase } from './steps/drop-tenant-database.step.ts';
import { exportDatabase } from './steps/export-database.step.ts';
import { findTenantParts } from './steps/find-tenant-parts.step.ts';
import { freeSlug } from './steps/free-slug.step.ts';
import { removeSecret } from './steps/remove-secret.step.ts';
import { suspendTenant } from './steps/suspend-tenant.step.ts';

/** What happens when a tenant with a database of its own leaves, top to bottom (D12). */
export const offboardDatabase = defineRunbook<OffboardInput, DatabasePorts>({
  id: 'database.offboard',
  version: 1,
  title: 'Off-board a tenant with a database of its own',
  input: offboardInput,
  steps: [
    proveEnvironment(),
    findTenantParts,
    approvePlan(),
    suspendTenant,
    exportDatabase,
    twoPersonApproval('off-board'),
    awaitDropDay,
    dropTenantDatabase,
    removeSecret,
    freeSlug,
  ],
});
