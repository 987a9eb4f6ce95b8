import { verifyTenant } from '../../src/shared/contract/isolation.contract.ts';
import { showRun } from '../../src/shared/contract/runs.contract.ts';
import type { TestPortal } from '../helpers/sandbox.ts';
import { HERE } from './deployment.ts';
import type { Journey } from './journey.ts';
import { makeLeaver, peopleOf } from './leaver.ts';
import { clean } from './verdict.ts';

/** Verifies the isolation of a tenant that is in use: afterwards it is as it was, whatever happened. */
export async function verifying(portal: TestPortal, number: number): Promise<Journey> {
  const { tenantId } = await makeLeaver(portal, number);
  const before = await peopleOf(portal, tenantId);
  return {
    runbook: 'pooled.verify',
    tenantId,
    start: async (desk) => {
      const { runId } = await desk.call(verifyTenant, { connection: HERE, tenantId });
      return desk.call(showRun, { runId });
    },
    answer: () => ({}),
    audit: async (end) => {
      const after = await peopleOf(portal, tenantId);
      const same = JSON.stringify(after) === JSON.stringify(before);
      return same ? clean : { ...clean, orphans: [`${tenantId} ${end}: the check has left its traces`] };
    },
  };
}
