import { z } from 'zod';
import { checkedItem } from './checklist.ts';
import { acceptedApproval } from './approval.ts';

/** One thing that was checked about a certificate, in plain language. */
export const certificateCheck = z.strictObject({
  id: z.string(),
  title: z.string(),
  holds: z.boolean(),
  /** What was found. */
  words: z.string(),
});
export type CertificateCheck = z.infer<typeof certificateCheck>;

/** What a certificate says, as far as its checks hold. No personal data: ids, counts, digests. */
export const certificateReport = z.strictObject({
  valid: z.boolean(),
  checks: z.array(certificateCheck),
  /** Left out when the file cannot even be read. */
  says: z
    .strictObject({
      runbook: z.string(),
      runId: z.string(),
      tenantId: z.string(),
      environment: z.string(),
      operator: z.string(),
      openedAt: z.string(),
      endedAt: z.string(),
      outcome: z.enum(['completed', 'rolled-back', 'unfinished']),
      planDigest: z.string(),
      approvals: z.array(acceptedApproval),
      /** What was done, in sentences; empty where the checks tell it. */
      deeds: z.array(z.string()),
      checklist: z.array(checkedItem),
      isolation: z
        .strictObject({ passed: z.int(), failed: z.int(), inconclusive: z.int(), overridden: z.boolean() })
        .exactOptional(),
      steps: z.array(z.strictObject({ id: z.string(), outcome: z.string(), at: z.string() })),
      log: z.strictObject({ origin: z.string(), verifierKey: z.string(), entries: z.int() }),
    })
    .exactOptional(),
});
export type CertificateReport = z.infer<typeof certificateReport>;
