import { z } from 'zod';
import { hasCode, isOperatorError } from '../../shared/errors/operator-error.ts';
import {
  acceptedApproval,
  approvalRules,
  type AcceptedApproval,
  type ApprovalPurpose,
} from '../../shared/model/approval.ts';
import { checkApprovals } from '../approvals/check-approvals.ts';
import type { ApprovalsPort } from '../ports/approvals.port.ts';
import { humanStep, type HumanStep, type Observed, type StepContext } from '../engine/step.ts';

const receipt = z.object({ digest: z.string(), approvals: z.array(acceptedApproval) });
type Receipt = z.infer<typeof receipt>;

const answer = z.object({});
type Answer = z.infer<typeof answer>;

type Ports = { readonly approvals: ApprovalsPort };

const stepId = 'two-person-approval';

/**
 * Waits until other people have signed exactly the plan that would be carried out now (L12). The signatures come in as files;
 * looking again is all the requester can do; while seats are free it goes on waiting. A plan that has changed since, a refusal, or a signature that does not count
 * stops the run with a code of its own. `isNeedless` tells from what the run has found that nobody else has to sign.
 */
export const twoPersonApproval = <Input, P extends Ports>(
  purpose: ApprovalPurpose,
  isNeedless: (ctx: StepContext<Input, P>) => boolean = () => false,
): HumanStep<Input, P, Receipt, Answer> =>
  humanStep({
    id: 'two-person-approval',
    title: 'Have the plan approved by other people',
    about:
      'Nothing irreversible is done on one person’s word. Two others sign this very plan with their own keys; a changed plan needs new signatures.',
    kind: 'approve',
    approval: purpose,
    receipt,
    answer,
    observe: async (ctx): Promise<Observed<Receipt>> => {
      if (isNeedless(ctx))
        return { state: 'present', receipt: { digest: (await ctx.plan()).digest, approvals: [] } };
      if (ctx.ports.approvals.documents(ctx.run.runId, stepId).length === 0) return { state: 'absent' };
      try {
        return { state: 'present', receipt: await collected(ctx, purpose) };
      } catch (error) {
        if (hasCode(error, 'E_APPROVAL_MISSING')) return { state: 'absent' };
        if (isOperatorError(error)) return { state: 'blocked', error };
        throw error;
      }
    },
    plan: () => [],
    undo: { none: 'a signature stays given' },
    prompt: async ({ plan, ports, run }) => ({
      title: 'This needs the signatures of other people',
      text: 'Export the request, send it to those who have to sign, and import what they send back. Then look again.',
      defaults: {},
      data: {
        ...(await plan()),
        seats: approvalRules[purpose].map(({ offices, roles }) => [...offices, ...roles].join(' or ')),
        received: ports.approvals.documents(run.runId, stepId).length,
      },
    }),
    ready: async (ctx) => {
      await collected(ctx, purpose);
    },
    apply: (ctx) => collected(ctx, purpose),
  });

async function collected<Input>(ctx: StepContext<Input, Ports>, purpose: ApprovalPurpose): Promise<Receipt> {
  const { digest } = await ctx.plan();
  const { runId, tenantId, operator } = ctx.run;
  const { documents, identities } = ctx.ports.approvals;
  const subject = { purpose, runId, stepId, tenantId, digest, requester: operator };
  const approvals: readonly AcceptedApproval[] = checkApprovals(documents(runId, stepId), {
    ...subject,
    identities: identities(),
    now: ctx.clock.now(),
  });
  return { digest, approvals: [...approvals] };
}
