import { z } from 'zod';
import { acceptedApproval } from './approval.ts';
import { keyId } from './role.ts';
import { runStates } from './run.ts';

/** What is kept after an off-boarding, each until a day of its own (N7). */
export const retainedItems = ['operational-logs', 'security-events', 'scheme-records'] as const;
export type RetainedItem = (typeof retainedItems)[number];

const retained = z.strictObject({
  item: z.enum(retainedItems),
  /** `YYYY-MM-DD`; erasing is due from this day on. */
  until: z.string(),
  /** Somebody vouched that it is erased, or the final purge proved it. */
  settled: z.strictObject({ at: z.string(), reference: z.string() }).exactOptional(),
});

/** A tenant that was off-boarded, as the log tells: counts, days and references, no personal data but the reason of a hold. */
export const registerRecord = z.strictObject({
  runId: z.string(),
  tenantId: z.string(),
  legalName: z.string().describe('Empty when the tenant’s details were shredded'),
  dpo: z.string(),
  connection: z.string(),
  environment: z.string(),
  state: z.enum(runStates),
  operator: keyId,
  openedAt: z.string(),
  changedAt: z.string(),
  approvals: z.array(acceptedApproval),
  exported: z
    .strictObject({ rows: z.int(), files: z.int(), encrypted: z.boolean(), sha256: z.string() })
    .exactOptional(),
  receivedOn: z.string().exactOptional(),
  erased: z
    .strictObject({
      users: z.int(),
      values: z.int(),
      rows: z.int(),
      texts: z.int(),
      files: z.int(),
      filesKept: z.int(),
    })
    .exactOptional(),
  proof: z
    .strictObject({ tables: z.int(), rows: z.int(), smallestGroup: z.int(), smallGroups: z.int() })
    .exactOptional(),
  retention: z.array(retained),
  hold: z.strictObject({ since: z.string(), by: keyId, reason: z.string() }).exactOptional(),
  billing: z.strictObject({ reference: z.string(), cancelledOn: z.string() }).exactOptional(),
  noticeId: z.string().exactOptional(),
  purgedAt: z.string().exactOptional(),
  /** Erasures that were done again because an older backup had come back. */
  erasedAgain: z.array(z.strictObject({ runId: z.string(), at: z.string() })),
  /** What has to be erased now and is not held. */
  due: z.array(z.enum(retainedItems)),
});
export type RegisterRecord = z.infer<typeof registerRecord>;

/** One record as an entry of the register that Art. 30 GDPR asks for: the fields of the Irish regulator's template, in its order. */
export const article30Entry = z.array(z.strictObject({ field: z.string(), text: z.string() }));
export type Article30Entry = z.infer<typeof article30Entry>;
