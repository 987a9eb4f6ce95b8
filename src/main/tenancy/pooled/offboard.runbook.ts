import { defineRunbook } from '../../engine/runbook.ts';
import { proveEnvironment } from '../../steps/prove-environment.step.ts';
import { twoPersonApproval } from '../../steps/two-person-approval.step.ts';
import { offboardInput, type OffboardInput } from './offboard-input.ts';
import type { PooledPorts } from './pooled-context.ts';
import { anonymisePeople } from './steps/anonymise-people.step.ts';
import { cancelBilling } from './steps/cancel-billing.step.ts';
import { classifyColumns } from './steps/classify-columns.step.ts';
import { confirmReceipt } from './steps/confirm-receipt.step.ts';
import { disableUsers } from './steps/disable-users.step.ts';
import { exportTenant } from './steps/export-tenant.step.ts';
import { findResidue } from './steps/find-residue.step.ts';
import { notifyDpo } from './steps/notify-dpo.step.ts';
import { recordOffboarding } from './steps/record-offboarding.step.ts';
import { rememberPeople } from './steps/remember-people.step.ts';
import { removeFiles } from './steps/remove-files.step.ts';
import { scrubTexts } from './steps/scrub-texts.step.ts';
import { startRetention } from './steps/start-retention.step.ts';

/** What happens when a broker is off-boarded, top to bottom. Nothing is taken away before two other people have signed. */
export const offboardPooled = defineRunbook<OffboardInput, PooledPorts>({
  id: 'pooled.offboard',
  version: 2,
  title: 'Off-board a broker',
  input: offboardInput,
  steps: [
    proveEnvironment(),
    classifyColumns,
    exportTenant,
    confirmReceipt,
    twoPersonApproval('off-board'),
    disableUsers,
    rememberPeople,
    removeFiles,
    scrubTexts,
    anonymisePeople,
    findResidue,
    startRetention,
    recordOffboarding,
    notifyDpo,
    cancelBilling,
  ],
});
