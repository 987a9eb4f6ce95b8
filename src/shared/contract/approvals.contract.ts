import { z } from 'zod';
import { approvalPurposes, approvalRequest } from '../model/approval.ts';
import { keyId } from '../model/role.ts';
import { defineCall } from './call.ts';

const document = z.string().min(1).max(500_000).describe('A signed document, as it was exported');
const reason = z.string().trim().min(5).max(500).describe('Why it is refused');

const listed = z.strictObject({
  runId: z.string(),
  tenantId: z.string(),
  purpose: z.enum(approvalPurposes),
  digest: z.string(),
  /** `asked`: this console waits for signatures; `signed`, `refused`: what this console's operator said. */
  part: z.enum(['asked', 'signed', 'refused']),
  at: z.string(),
  expiresAt: z.string(),
  received: z.array(z.strictObject({ keyId, decision: z.enum(['approved', 'refused']), at: z.string() })),
});
export type ListedApproval = z.infer<typeof listed>;

/** Requests of this console and what its operator has signed, newest first. */
export const listApprovals = defineCall({
  name: 'approvals.list',
  input: z.strictObject({}),
  output: z.array(listed),
  roles: ['superadmin', 'approver', 'dpo'],
});

/** The request of a waiting run as a file for those who have to sign: the plan, its digest, and who asks. */
export const exportApprovalRequest = defineCall({
  name: 'approvals.export',
  input: z.strictObject({ runId: z.string() }),
  output: z.strictObject({ document: z.string(), digest: z.string(), expiresAt: z.string() }),
  roles: ['superadmin'],
});

/** Reads a request and says what it is about; checks the requester's signature. */
export const showApprovalRequest = defineCall({
  name: 'approvals.show',
  input: z.strictObject({ document }),
  output: approvalRequest,
  roles: ['superadmin', 'approver', 'dpo'],
});

const decided = z.strictObject({ document: z.string() });

export const signApproval = defineCall({
  name: 'approvals.sign',
  input: z.strictObject({ document }),
  output: decided,
  roles: ['superadmin', 'approver', 'dpo'],
});

/** The reason is sealed in the refuser's log and travels beside the document. */
export const refuseApproval = defineCall({
  name: 'approvals.refuse',
  input: z.strictObject({ document, reason }),
  output: decided,
  roles: ['superadmin', 'approver', 'dpo'],
});

/** Takes over what another workstation's operator decided. */
export const importApproval = defineCall({
  name: 'approvals.import',
  input: z.strictObject({ document, reason: reason.exactOptional() }),
  output: z.strictObject({ runId: z.string(), decision: z.enum(['approved', 'refused']), keyId }),
  roles: ['superadmin'],
});
