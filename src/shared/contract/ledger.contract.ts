import { z } from 'zod';
import { jsonObject } from '../model/json.ts';
import type { LedgerEntry } from '../model/ledger-entry.ts';
import { roles } from '../model/role.ts';
import type { VerifyReport } from '../model/verify-report.ts';
import { defineCall } from './call.ts';

const index = z.int().min(0);

export const ledgerEntry = z.strictObject({
  index,
  type: z.string(),
  time: z.string(),
  actor: z.string(),
  runId: z.string().exactOptional(),
  tenantId: z.string().exactOptional(),
  data: jsonObject,
  details: z.strictObject({ commitment: z.string(), digest: z.string() }).exactOptional(),
  leafHash: z.string(),
}) satisfies z.ZodType<LedgerEntry>;

const verifyReport = z.strictObject({
  ok: z.boolean(),
  entries: z.int(),
  root: z.string(),
  firstBad: z
    .strictObject({
      index: index.exactOptional(),
      what: z.custom<NonNullable<VerifyReport['firstBad']>['what']>((value) => typeof value === 'string'),
      message: z.string(),
    })
    .exactOptional(),
  checkpoint: z.string(),
  pinned: z.enum(['matches', 'ahead', 'none', 'rolled-back']),
}) satisfies z.ZodType<VerifyReport>;

/** Checks every entry, signature, node and the pinned checkpoint. Damage is an answer, not an error. */
export const verifyLedger = defineCall({
  name: 'ledger.verify',
  input: z.strictObject({}),
  output: verifyReport,
  roles,
});

export const showLedger = defineCall({
  name: 'ledger.show',
  input: z.strictObject({
    runId: z.string().exactOptional(),
    tenantId: z.string().exactOptional(),
    types: z.array(z.string()).exactOptional(),
    from: index.exactOptional(),
    limit: z.int().min(1).max(10_000).default(100),
    newestFirst: z.boolean().default(false),
  }),
  output: z.strictObject({ size: z.int(), entries: z.array(ledgerEntry) }),
  roles,
});

/** Writes the log as C2SP tlog-tiles into a folder. */
export const exportLedger = defineCall({
  name: 'ledger.export',
  input: z.strictObject({ dir: z.string().min(1) }),
  output: z.strictObject({ dir: z.string(), entries: z.int(), files: z.int() }),
  roles: ['superadmin', 'dpo'],
});

/** The key that verifies the log's checkpoints, in signed-note form. */
export const ledgerKey = defineCall({
  name: 'ledger.key',
  input: z.strictObject({}),
  output: z.strictObject({ verifierKey: z.string() }),
  roles,
});

/** C2SP tlog-proof of one entry. */
export const ledgerProof = defineCall({
  name: 'ledger.proof',
  input: z.strictObject({ entry: index }),
  output: z.strictObject({ entry: index, proof: z.string() }),
  roles,
});

export const ledgerCheckpoint = defineCall({
  name: 'ledger.checkpoint',
  input: z.strictObject({}),
  output: z.strictObject({ checkpoint: z.string() }),
  roles,
});
