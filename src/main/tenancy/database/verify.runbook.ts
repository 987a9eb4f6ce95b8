import { defineRunbook } from '../../engine/runbook.ts';
import { proveEnvironment } from '../../steps/prove-environment.step.ts';
import type { DatabasePorts } from './database-context.ts';
import { checkTenant } from './steps/check-tenant.step.ts';
import { verifyInput, type VerifyInput } from './verify-input.ts';

/** What happens when a tenant with a database of its own is verified (D11). */
export const verifyDatabase = defineRunbook<VerifyInput, DatabasePorts>({
  id: 'database.verify',
  version: 1,
  title: 'Verify a tenant with a database of its own',
  input: verifyInput,
  steps: [proveEnvironment(), checkTenant],
});
