import { z } from 'zod';
import { digestedPlan } from './plan.ts';
import { keyId, offices, roles, type Office, type Role } from './role.ts';

/** What a second person's signature can be asked for. */
export const approvalPurposes = [
  'off-board',
  'purge',
  'remove-foreign',
  'override-isolation',
  'break-glass',
] as const;
export type ApprovalPurpose = (typeof approvalPurposes)[number];

/** One signature that is needed: by whoever holds one of these offices or roles. */
export type Seat = { readonly offices: readonly Office[]; readonly roles: readonly Role[] };

/**
 * Who has to sign what (L12, P17, N9). Every seat is taken by another key, and none by whoever opened the run.
 */
export const approvalRules: Readonly<Record<ApprovalPurpose, readonly Seat[]>> = {
  'off-board': [
    { offices: ['DPO'], roles: [] },
    { offices: ['DPO', 'CISO', 'Compliance Officer'], roles: ['approver'] },
  ],
  purge: [
    { offices: ['CISO'], roles: [] },
    { offices: ['Compliance Officer'], roles: [] },
  ],
  'remove-foreign': [{ offices: [], roles: ['approver', 'superadmin', 'dpo'] }],
  'break-glass': [
    { offices: ['CISO', 'DPO', 'Compliance Officer'], roles: ['approver', 'superadmin', 'dpo'] },
  ],
  'override-isolation': [{ offices: ['CISO', 'DPO'], roles: ['approver', 'superadmin'] }],
};

const hexDigest = z.string().regex(/^[0-9a-f]{64}$/);
const instant = z.iso.datetime();

/** What is asked for: the plan itself, so that whoever signs reads what will be done. */
export const approvalRequest = z.strictObject({
  format: z.literal('tenant-console.approval-request/v1'),
  purpose: z.enum(approvalPurposes),
  runId: z.string(),
  stepId: z.string(),
  tenantId: z.string(),
  requester: keyId,
  requestedAt: instant,
  expiresAt: instant,
  ...digestedPlan.shape,
});
export type ApprovalRequest = z.infer<typeof approvalRequest>;

/** What a second person says to one request. */
export const approval = z.strictObject({
  format: z.literal('tenant-console.approval/v1'),
  decision: z.enum(['approved', 'refused']),
  purpose: z.enum(approvalPurposes),
  runId: z.string(),
  stepId: z.string(),
  tenantId: z.string(),
  digest: hexDigest,
  signedAt: instant,
  expiresAt: instant,
});
export type Approval = z.infer<typeof approval>;

/** An approval that was checked: who signed, and what they hold. */
export const acceptedApproval = z.strictObject({
  keyId,
  offices: z.array(z.enum(offices)),
  roles: z.array(z.enum(roles)),
  signedAt: instant,
  expiresAt: instant,
});
export type AcceptedApproval = z.infer<typeof acceptedApproval>;
