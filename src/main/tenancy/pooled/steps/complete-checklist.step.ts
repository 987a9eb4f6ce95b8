import { z } from 'zod';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { checkedItem, type CheckedItem } from '../../../../shared/model/checklist.ts';
import { humanStep } from '../../../engine/step.ts';
import type { PooledIntake } from '../intake.ts';
import type { PooledContext, PooledPorts } from '../pooled-context.ts';
import { postProvisioningChecklist } from '../post-provisioning-checklist.ts';
import { createTenant } from './create-tenant.step.ts';
import { verifyAccess } from './verify-access.step.ts';

const receipt = z.object({ items: z.array(checkedItem) });
type Receipt = z.infer<typeof receipt>;

const answer = z.object({
  notes: z
    .record(z.string(), z.string().trim().max(500))
    .default({})
    .describe('Your note on a check, by its id'),
});
type Answer = z.infer<typeof answer>;

/**
 * The ten checks of the runbook, filled from what was probed and kept in the log (P13). The operator adds notes and cannot
 * change a verdict. A failed or missing check stops the run with `E_CHECKLIST_FAILED`, unless the gate was overridden.
 */
export const completeChecklist = humanStep<PooledIntake, PooledPorts, Receipt, Answer>({
  id: 'pooled.complete-checklist',
  title: 'Complete the post-provisioning checklist',
  about: 'Ten checks, each filled in from what was probed. You may add notes; you cannot change a verdict.',
  kind: 'attest',
  receipt,
  answer,
  observe: () => Promise.resolve({ state: 'absent' }),
  plan: () => [],
  undo: { none: 'the checklist stays in the log' },
  prompt: (ctx) =>
    Promise.resolve({
      title: 'The ten checks',
      text: 'Each verdict comes from a probe. Add notes where they help whoever reads this in years to come.',
      defaults: { notes: {} },
      data: { items: checks(ctx) },
    }),
  apply: (ctx, { notes }) => {
    const items = checks(ctx);
    const open = items.filter(({ verdict }) => verdict !== 'pass').map(({ id }) => id);
    const { override } = ctx.receiptOf(verifyAccess);
    if (open.length > 0 && override === undefined)
      throw new OperatorError('E_CHECKLIST_FAILED', { details: { open } });
    ctx.seal({ notes });
    return Promise.resolve({ items: [...items] });
  },
});

/** The verdicts of the access check, and the one that the creating transaction itself proves. */
function checks(ctx: PooledContext): readonly CheckedItem[] {
  const probed = ctx.receiptOf(verifyAccess).checks;
  const { auditId } = ctx.receiptOf(createTenant);
  return postProvisioningChecklist.map((check) => {
    const { id } = check;
    if (id === 'audit-trail') return { ...check, verdict: 'pass', note: `audit row ${auditId}` };
    const { verdict, note } = probed.find((each) => each.id === id) ?? {
      verdict: 'not-checked' as const,
      note: '',
    };
    return { ...check, verdict, note };
  });
}
