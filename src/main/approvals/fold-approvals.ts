import { z } from 'zod';
import type { ListedApproval } from '../../shared/contract/approvals.contract.ts';
import { approvalPurposes } from '../../shared/model/approval.ts';
import type { LedgerEntry } from '../../shared/model/ledger-entry.ts';

/** The entries that approvals are told by. */
export const approvalEvents = [
  'approval.requested',
  'approval.received',
  'approval.signed',
  'approval.refused',
] as const;

const asked = z.object({ purpose: z.enum(approvalPurposes), digest: z.string(), expiresAt: z.string() });
const received = z.object({
  digest: z.string(),
  keyId: z.string(),
  decision: z.enum(['approved', 'refused']),
});

const parts = {
  'approval.requested': 'asked',
  'approval.signed': 'signed',
  'approval.refused': 'refused',
} as const;

/** Requests and decisions by run and plan, oldest first; a request that is made again for the same plan stays one. */
export function foldApprovals(entries: readonly LedgerEntry[]): readonly ListedApproval[] {
  const found = new Map<string, ListedApproval>();
  for (const entry of entries) {
    if (entry.type === 'approval.received') receive(found, entry);
    else open(found, entry);
  }
  return [...found.values()];
}

function open(
  found: Map<string, ListedApproval>,
  { type, runId = '', tenantId = '', data, time }: LedgerEntry,
): void {
  const { purpose, digest, expiresAt } = asked.parse(data);
  const part = parts[type as keyof typeof parts];
  const key = `${runId} ${digest}`;
  const before = found.get(key)?.received ?? [];
  found.set(key, { runId, tenantId, purpose, digest, part, at: time, expiresAt, received: before });
}

function receive(found: Map<string, ListedApproval>, { runId = '', data, time }: LedgerEntry): void {
  const { digest, keyId, decision } = received.parse(data);
  const key = `${runId} ${digest}`;
  const request = found.get(key);
  if (request) found.set(key, { ...request, received: [...request.received, { keyId, decision, at: time }] });
}
