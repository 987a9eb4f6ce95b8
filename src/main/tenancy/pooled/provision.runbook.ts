import { defineRunbook } from '../../engine/runbook.ts';
import { approvePlan } from '../../steps/approve-plan.step.ts';
import { attestChecklist } from '../../steps/attest-checklist.step.ts';
import { proveEnvironment } from '../../steps/prove-environment.step.ts';
import { pooledIntake, preProvisioningChecklist, type PooledIntake } from './intake.ts';
import type { PooledPorts } from './pooled-context.ts';
import { anchorCheckpoint } from './steps/anchor-checkpoint.step.ts';
import { completeChecklist } from './steps/complete-checklist.step.ts';
import { createTenant } from './steps/create-tenant.step.ts';
import { handOver } from './steps/hand-over.step.ts';
import { lookForDuplicates } from './steps/look-for-duplicates.step.ts';
import { probeIsolation } from './steps/probe-isolation.step.ts';
import { reserveBrokerId } from './steps/reserve-broker-id.step.ts';
import { rotatePassword } from './steps/rotate-password.step.ts';
import { sendWelcome } from './steps/send-welcome.step.ts';
import { verifyAccess } from './steps/verify-access.step.ts';

/** What happens when a broker is provisioned, top to bottom. */
export const provisionPooled = defineRunbook<PooledIntake, PooledPorts>({
  id: 'pooled.provision',
  version: 2,
  title: 'Provision a broker',
  input: pooledIntake,
  steps: [
    attestChecklist(preProvisioningChecklist),
    proveEnvironment(),
    lookForDuplicates,
    approvePlan(),
    reserveBrokerId,
    createTenant,
    probeIsolation,
    verifyAccess,
    rotatePassword,
    sendWelcome,
    handOver,
    completeChecklist,
    anchorCheckpoint,
  ],
});
