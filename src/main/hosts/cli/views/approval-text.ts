import type { ListedApproval } from '../../../../shared/contract/approvals.contract.ts';
import type { ApprovalRequest } from '../../../../shared/model/approval.ts';
import type { Paint } from '../terminal.ts';
import { planText } from './plan-text.ts';
import { textFacts, textTable } from './text-table.ts';

/** Requests and decisions, one a line. */
export function approvalsText(approvals: readonly ListedApproval[], paint: Paint): string {
  if (approvals.length === 0)
    return paint('dim', 'Nothing waits for a signature, and you have signed nothing.');
  const rows = approvals.map(({ part, purpose, runId, tenantId, expiresAt, received }) => [
    part,
    purpose,
    runId,
    tenantId,
    expiresAt,
    received.map(({ keyId, decision }) => `${decision} by ${keyId}`).join(', '),
  ]);
  return textTable(['', 'purpose', 'run', 'tenant', 'before', 'received'], rows);
}

/** A request as whoever signs it should read it: who asks for what, and the plan itself. */
export function approvalRequestText({ plan, digest, ...request }: ApprovalRequest, paint: Paint): string {
  const { purpose, tenantId, runId, requester, requestedAt, expiresAt } = request;
  const facts = textFacts({
    purpose,
    tenant: tenantId,
    run: runId,
    'asked by': requester,
    at: requestedAt,
    before: expiresAt,
  });
  return `${facts}\n\n${planText({ plan, digest }, paint)}`;
}
