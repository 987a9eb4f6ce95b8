import {
  exportApprovalRequest,
  importApproval,
  listApprovals,
  refuseApproval,
  showApprovalRequest,
  signApproval,
} from '../../shared/contract/approvals.contract.ts';
import { OperatorError } from '../../shared/errors/operator-error.ts';
import type { Approval, ApprovalRequest } from '../../shared/model/approval.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import { readApproval, readRequest, writeApproval, writeRequest } from '../approvals/approval-document.ts';
import { refuseUnfitSigner } from '../approvals/check-approvals.ts';
import { foldApprovals, approvalEvents } from '../approvals/fold-approvals.ts';
import { findRun } from '../engine/open-run.ts';
import type { ConsoleContext } from './console-context.ts';
import { policyOf } from './identity.operations.ts';
import { operation } from './operation.ts';
import { waitingStep, withRunSession } from './run-session.ts';

/** Weeks may pass until everybody has signed; longer than this and the world has moved on. */
const VALID_DAYS = 14;
const DAY_MS = 86_400_000;

export const approvalOperations = [
  operation(listApprovals, ({ ledger }) =>
    Promise.resolve([...foldApprovals(ledger.entries({ types: approvalEvents }))].reverse()),
  ),

  operation(exportApprovalRequest, (ctx, { runId }) =>
    withRunSession(ctx, runId, async (session) => {
      const { id: stepId, approval: purpose } = waitingStep(session);
      if (purpose === undefined) throw new OperatorError('E_ANSWER_NOT_AWAITED', { details: { stepId } });
      const { tenantId } = session;
      const about = { purpose, runId, stepId, tenantId, requester: ctx.signer.keyId, ...validity(ctx) };
      const request = {
        format: 'tenant-console.approval-request/v1' as const,
        ...about,
        ...(await session.plan()),
      };
      const { digest, expiresAt } = request;
      await ctx.ledger.append({
        type: 'approval.requested',
        runId,
        tenantId,
        data: { stepId, purpose, digest, expiresAt },
      });
      return { document: writeRequest(request, ctx.signer), digest, expiresAt };
    }),
  ),

  operation(showApprovalRequest, (ctx, { document }) =>
    Promise.resolve(readRequest(document, policyOf(ctx).identities).content),
  ),

  operation(signApproval, (ctx, { document }) => decide(ctx, document, 'approved')),

  operation(refuseApproval, (ctx, { document, reason }) => decide(ctx, document, 'refused', { reason })),

  operation(importApproval, async (ctx, { document, reason }) => {
    const { content, signer } = readApproval(document, policyOf(ctx).identities);
    const { runId, stepId, tenantId, purpose, decision, digest, expiresAt } = content;
    const { tenantId: ours } = findRun({ log: ctx.ledger }, runId);
    if (ours !== tenantId) throw new OperatorError('E_APPROVAL_REPLAYED', { details: { runId } });
    if (signer.keyId === ctx.signer.keyId) throw new OperatorError('E_APPROVAL_REQUESTER');
    if (receivedKeys(ctx, runId, stepId, digest).includes(signer.keyId))
      throw new OperatorError('E_APPROVAL_SAME_KEY');
    const data = { stepId, purpose, digest, decision, keyId: signer.keyId, expiresAt, document };
    const details = reason === undefined ? {} : { details: { reason } };
    await ctx.ledger.append({ type: 'approval.received', runId, tenantId, data, ...details });
    return { runId, decision, keyId: signer.keyId };
  }),
];

const validity = ({ clock }: ConsoleContext) => ({
  requestedAt: clock.now().toISOString(),
  expiresAt: new Date(clock.now().getTime() + VALID_DAYS * DAY_MS).toISOString(),
});

/** Signs what was read, for exactly that plan, run and tenant, and records it in the signer's own log. */
async function decide(
  ctx: ConsoleContext,
  document: string,
  decision: Approval['decision'],
  details?: JsonObject,
) {
  const { identities } = policyOf(ctx);
  const { content: request } = readRequest(document, identities);
  refuseOwnOrLate(ctx, request);
  refuseUnfitSigner(
    request.purpose,
    identities.find(({ keyId }) => keyId === ctx.signer.keyId),
  );
  const { purpose, runId, stepId, tenantId, digest, expiresAt } = request;
  const about = { decision, purpose, runId, stepId, tenantId, digest, expiresAt };
  const given = {
    format: 'tenant-console.approval/v1' as const,
    ...about,
    signedAt: ctx.clock.now().toISOString(),
  };
  const type = decision === 'approved' ? 'approval.signed' : 'approval.refused';
  const data = { stepId, purpose, digest, expiresAt };
  await ctx.ledger.append({ type, runId, tenantId, data, ...(details && { details }) });
  return { document: writeApproval(given, ctx.signer) };
}

function refuseOwnOrLate({ signer, clock }: ConsoleContext, { requester, expiresAt }: ApprovalRequest): void {
  if (requester === signer.keyId) throw new OperatorError('E_APPROVAL_REQUESTER');
  if (Date.parse(expiresAt) <= clock.now().getTime())
    throw new OperatorError('E_APPROVAL_EXPIRED', { details: { expiresAt } });
}

/** Keys whose signature over this plan is in force. */
const receivedKeys = ({ ledger, clock }: ConsoleContext, runId: string, stepId: string, digest: string) =>
  ledger
    .entries({ runId, types: ['approval.received'] })
    .filter(({ data }) => data['stepId'] === stepId && data['digest'] === digest)
    .filter(({ data }) => Date.parse(data['expiresAt'] as string) > clock.now().getTime())
    .map(({ data }) => data['keyId']);
