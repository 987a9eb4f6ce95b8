import { z } from 'zod';
import { acceptedApproval } from '../../../../shared/model/approval.ts';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { checkApprovals } from '../../../approvals/check-approvals.ts';
import { humanStep, type Observed } from '../../../engine/step.ts';
import type { PooledIntake } from '../intake.ts';
import { isolationReceipt, type IsolationReceipt } from '../isolation-check.ts';
import type { PooledContext, PooledPorts } from '../pooled-context.ts';
import { probeAsAdmin, probeIsolation } from './probe-isolation.step.ts';

const receipt = isolationReceipt.extend({
  /** Who took it on themselves that the suite did not pass. The reason is sealed. */
  override: z.object({ approvals: z.array(acceptedApproval) }).exactOptional(),
});
type Receipt = z.infer<typeof receipt>;

const answer = z.object({
  decision: z
    .enum(['again', 'override'])
    .describe('Probe again, or go on with the signature of another person'),
  reason: z
    .string()
    .trim()
    .min(10)
    .max(500)
    .exactOptional()
    .describe('Why it is right to go on, for an override'),
});
type Answer = z.infer<typeof answer>;

const id = 'pooled.verify-access';

/**
 * The gate before any credential leaves the console (L1): the suite has passed in this run, or another person has signed, over
 * this very plan, that it goes on all the same. Passes by itself when the suite did. Errors: `E_ACCESS_NOT_VERIFIED` when
 * the suite does not pass again; those of the approvals.
 */
export const verifyAccess = humanStep<PooledIntake, PooledPorts, Receipt, Answer>({
  id: 'pooled.verify-access',
  title: 'Verify access',
  about:
    'Reads the verdict of the probes. Credentials leave the console only if it passed, or if somebody answers for the exception by name.',
  kind: 'approve',
  approval: 'override-isolation',
  receipt,
  answer,
  observe: (ctx): Promise<Observed<Receipt>> => {
    const probed = ctx.receiptOf(probeIsolation);
    return Promise.resolve(
      probed.verdict === 'pass' ? { state: 'present', receipt: probed } : { state: 'absent' },
    );
  },
  plan: () => [],
  undo: { none: 'the verdict stays in the log' },
  prompt: (ctx) => {
    const { verdict, passed, failed, inconclusive, open } = ctx.receiptOf(probeIsolation);
    return Promise.resolve({
      title: 'The isolation suite did not pass',
      text: 'No credential leaves the console like this. If another tenant’s data was seen, call the CISO on call now and roll the run back. Otherwise mend what is wrong and probe again. Going on all the same needs the signature of another person over this plan, and a reason; it shows on the certificate.',
      data: { verdict, passed, failed, inconclusive, open },
    });
  },
  apply: (ctx, { decision, reason }) => (decision === 'again' ? probeAgain(ctx) : override(ctx, reason)),
});

async function probeAgain(ctx: PooledContext): Promise<Receipt> {
  const probed = await probeAsAdmin(ctx);
  if (probed.verdict === 'pass') return probed;
  throw new OperatorError('E_ACCESS_NOT_VERIFIED', { details: { open: probed.open } });
}

async function override(ctx: PooledContext, reason: string | undefined): Promise<Receipt> {
  if (reason === undefined) throw new OperatorError('E_OVERRIDE_REASON');
  const { digest } = await ctx.plan();
  const { runId, tenantId, operator } = ctx.run;
  const { documents, identities } = ctx.ports.approvals;
  const approvals = checkApprovals(documents(runId, id), {
    purpose: 'override-isolation',
    ...{ runId, stepId: id, tenantId, digest, requester: operator },
    identities: identities(),
    now: ctx.clock.now(),
  });
  ctx.seal({ reason });
  return { ...ctx.receiptOf(probeIsolation), override: { approvals: [...approvals] } };
}

/** Whether credentials may leave the console. */
export const isVerified = ({
  verdict,
  override: overridden,
}: IsolationReceipt & Pick<Receipt, 'override'>): boolean => verdict === 'pass' || overridden !== undefined;
