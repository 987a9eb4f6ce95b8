import { defineRunbook } from '../../engine/runbook.ts';
import { proveEnvironment } from '../../steps/prove-environment.step.ts';
import type { PooledPorts } from './pooled-context.ts';
import { probeTenant } from './steps/probe-tenant.step.ts';
import { verifyInput, type VerifyInput } from './verify-input.ts';

/** What happens when a tenant is verified that was provisioned long ago. */
export const verifyPooled = defineRunbook<VerifyInput, PooledPorts>({
  id: 'pooled.verify',
  version: 1,
  title: 'Verify a broker’s isolation',
  input: verifyInput,
  steps: [proveEnvironment(), probeTenant],
});
