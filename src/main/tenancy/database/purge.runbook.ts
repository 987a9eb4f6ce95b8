import { defineRunbook } from '../../engine/runbook.ts';
import { approvePlan } from '../../steps/approve-plan.step.ts';
import { proveEnvironment } from '../../steps/prove-environment.step.ts';
import { twoPersonApproval } from '../../steps/two-person-approval.step.ts';
import type { DatabasePorts } from './database-context.ts';
import { purgeInput, type PurgeInput } from './purge-input.ts';
import { dropParts } from './steps/drop-parts.step.ts';
import { forgetParts } from './steps/forget-parts.step.ts';

/** What happens when the parts of a tenant that never came to life are destroyed: the last resort, signed by two (D10). */
export const purgeDatabase = defineRunbook<PurgeInput, DatabasePorts>({
  id: 'database.purge',
  version: 1,
  title: 'Destroy the parts of a tenant that is not active',
  input: purgeInput,
  steps: [proveEnvironment(), approvePlan(), twoPersonApproval('purge'), dropParts, forgetParts],
});
