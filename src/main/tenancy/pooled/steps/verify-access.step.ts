import { z } from 'zod';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { checkedItem } from '../../../../shared/model/checklist.ts';
import { removeMarked } from '../../../isolation/test-data.ts';
import { automaticStep } from '../../../engine/step.ts';
import { accessChecks, probeAccess, probedResources, probeMarker } from '../access-probes.ts';
import { signInAsAdmin } from '../admin-session.ts';
import type { PooledIntake } from '../intake.ts';
import type { PooledContext, PooledPorts } from '../pooled-context.ts';
import {
  countTenantData,
  findAuditedObjects,
  findCanaryObjects,
} from '../statements/verify-access.statements.ts';
import { createTenant } from './create-tenant.step.ts';

const receipt = z.object({
  probes: z.array(checkedItem),
  /** The checks of the post-provisioning checklist that the probes answer. */
  checks: z.array(checkedItem.omit({ title: true })),
  passed: z.int(),
  failed: z.int(),
  inconclusive: z.int(),
});

type Receipt = z.infer<typeof receipt>;

/**
 * Signs in as the new BrokerAdmin and checks from outside what the broker will meet: a clean slate, denial of the canary
 * tenant’s objects, everything P12 lists, and that the test data is gone afterwards. Anything but a pass stops the run with
 * `E_ACCESS_NOT_VERIFIED`, so no credential can leave the console (L1).
 */
export const verifyAccess = automaticStep<PooledIntake, PooledPorts, Receipt>({
  id: 'pooled.verify-access',
  title: 'Verify access as the new administrator',
  receipt,
  observe: () => Promise.resolve({ state: 'absent' }),
  plan: () => [
    { verb: 'call', object: 'portal, as the new administrator', count: 1, statements: [] },
    {
      verb: 'read',
      object: 'canary objects, tenant data, audit trail',
      count: 3,
      statements: [findCanaryObjects.name, countTenantData.name, findAuditedObjects.name],
    },
  ],
  undo: { says: 'Remove the test data by the portal’s own calls, by its marker', run: removeTestData },
  apply: async (ctx) => {
    const { adminId } = ctx.receiptOf(createTenant);
    const { session, note } = await signInAsAdmin(ctx, adminId);
    const portal = ctx.ports.portal();
    await removeMarked(portal, session, probedResources, probeMarker(ctx));
    const login = {
      id: 'login',
      title: 'Signs in with the temporary password',
      verdict: 'pass' as const,
      note,
    };
    const probes = [login, ...(await probeAccess(ctx, portal, session))];
    const count = (verdict: string) => probes.filter((each) => each.verdict === verdict).length;
    const outcome = { passed: count('pass'), failed: count('fail'), inconclusive: count('inconclusive') };
    if (outcome.passed < probes.length) {
      const open = probes
        .filter(({ verdict }) => verdict !== 'pass')
        .map(({ id, verdict }) => `${id}: ${verdict}`);
      throw new OperatorError('E_ACCESS_NOT_VERIFIED', { details: { open } });
    }
    return { probes, checks: accessChecks(probes), ...outcome };
  },
});

/** What a check that was cut off may have left behind. Without an administrator there is nothing of it. */
async function removeTestData(ctx: PooledContext): Promise<void> {
  const { tenantId } = ctx.run;
  const [counts] = await ctx.ports.database.read((tx) => tx.run(countTenantData, { tenantId }));
  const created = ctx.findReceipt(createTenant);
  if (counts === undefined || counts.employers === 0 || created === undefined) return;
  const { session } = await signInAsAdmin(ctx, created.adminId);
  const left = await removeMarked(ctx.ports.portal(), session, probedResources, probeMarker(ctx));
  if (left.length > 0) throw new OperatorError('E_UNDO_INCOMPLETE', { details: { rows: left.length } });
}
