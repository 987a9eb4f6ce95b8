import { defineRunbook } from '../../engine/runbook.ts';
import { proveEnvironment } from '../../steps/prove-environment.step.ts';
import { twoPersonApproval } from '../../steps/two-person-approval.step.ts';
import type { PooledPorts } from './pooled-context.ts';
import {
  recreateAdminInput,
  repairFilesInput,
  repairInput,
  type RecreateAdminInput,
  type RepairContext,
  type RepairFilesInput,
  type RepairInput,
} from './repair-input.ts';
import { examineOrphans } from './steps/examine-orphans.step.ts';
import { handOverAdmin } from './steps/hand-over-admin.step.ts';
import { recreateAdmin } from './steps/recreate-admin.step.ts';
import { repairFiles } from './steps/repair-files.step.ts';
import { repairOrphans } from './steps/repair-orphans.step.ts';

/** Whether this console made every row that is repaired. */
function isOurs(ctx: RepairContext): boolean {
  const { orphans, ours } = ctx.receiptOf(examineOrphans);
  return orphans === ours;
}

/** What happens when rows below nothing are repaired. What this console did not make takes a second person. */
export const repairPooled = defineRunbook<RepairInput, PooledPorts>({
  id: 'pooled.repair',
  version: 1,
  title: 'Repair orphans',
  input: repairInput,
  steps: [proveEnvironment(), examineOrphans, twoPersonApproval('remove-foreign', isOurs), repairOrphans],
});

/** What happens when files of no broker are moved out of the way or removed: nobody can tell who put them there. */
export const repairFilesPooled = defineRunbook<RepairFilesInput, PooledPorts>({
  id: 'pooled.repair-files',
  version: 1,
  title: 'Repair files of no broker',
  input: repairFilesInput,
  steps: [proveEnvironment(), twoPersonApproval('remove-foreign'), repairFiles],
});

/** What happens when a broker is given an administrator again. */
export const recreateAdminPooled = defineRunbook<RecreateAdminInput, PooledPorts>({
  id: 'pooled.recreate-admin',
  version: 1,
  title: 'Give a broker an administrator again',
  input: recreateAdminInput,
  steps: [proveEnvironment(), recreateAdmin, handOverAdmin],
});
