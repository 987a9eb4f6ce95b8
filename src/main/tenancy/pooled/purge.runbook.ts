import { defineRunbook } from '../../engine/runbook.ts';
import { proveEnvironment } from '../../steps/prove-environment.step.ts';
import { twoPersonApproval } from '../../steps/two-person-approval.step.ts';
import { purgeInput, type PurgeInput } from './offboard-input.ts';
import type { PooledPorts } from './pooled-context.ts';
import { checkRetention } from './steps/check-retention.step.ts';
import { purgeTenant } from './steps/purge-tenant.step.ts';

/** What happens when the law keeps nothing of a broker any more. CISO and Compliance Officer have signed before (N9). */
export const purgePooled = defineRunbook<PurgeInput, PooledPorts>({
  id: 'pooled.purge',
  version: 1,
  title: 'Purge an off-boarded broker for good',
  input: purgeInput,
  steps: [proveEnvironment('may-have-loan'), checkRetention, twoPersonApproval('purge'), purgeTenant],
});
