import { z } from 'zod';
import { certificateReport } from '../model/certificate.ts';
import { connectionName } from '../model/connection.ts';
import { digestedPlan } from '../model/plan.ts';
import { article30Entry, registerRecord, retainedItems } from '../model/register.ts';
import { runStates, runView } from '../model/run.ts';
import { defineCall } from './call.ts';

const tenantId = z.string().min(1);
const reason = z.string().trim().min(5).max(500);

const filter = z.strictObject({
  /** Part of a tenant id or of a legal name. */
  query: z.string().trim().max(200).default(''),
  only: z.enum(['all', 'due', 'held', 'open']).default('all'),
  /** First and last day of the off-boarding's opening, `YYYY-MM-DD`. */
  from: z.iso.date().exactOptional(),
  to: z.iso.date().exactOptional(),
});

/** Off-boardings, newest first, with what is kept of each and until when. */
export const listRegister = defineCall({
  name: 'register.list',
  input: filter,
  output: z.array(registerRecord),
  roles: ['superadmin', 'dpo'],
});

/** The record of one off-boarding and its entry of the Art. 30 register. `E_RUN_NOT_FOUND`. */
export const showRegister = defineCall({
  name: 'register.show',
  input: z.strictObject({ runId: z.string() }),
  output: z.strictObject({ record: registerRecord, article30: article30Entry }),
  roles: ['superadmin', 'dpo'],
});

/** Proves a record on the spot: issues its certificate and checks it as somebody else would. `E_CERTIFICATE_TOO_EARLY`. */
export const verifyRegister = defineCall({
  name: 'register.verify',
  input: z.strictObject({ runId: z.string() }),
  output: certificateReport,
  roles: ['superadmin', 'dpo'],
});

/** The register as a document; `content` is base64. */
export const exportRegister = defineCall({
  name: 'register.export',
  input: filter.extend({ format: z.enum(['csv', 'pdf']) }),
  output: z.strictObject({ name: z.string(), type: z.string(), content: z.base64(), records: z.int() }),
  roles: ['superadmin', 'dpo'],
});

/** Nothing of the tenant is purged while it is held. The reason is sealed. `E_TENANT_NOT_FOUND`, `E_LEGAL_HOLD`. */
export const holdTenant = defineCall({
  name: 'register.hold',
  input: z.strictObject({ tenantId, reason: reason.describe('Why it must be kept: case, letter, date') }),
  output: registerRecord,
  roles: ['superadmin', 'dpo'],
});

export const releaseTenant = defineCall({
  name: 'register.release',
  input: z.strictObject({ tenantId, reason: reason.describe('Why it need not be kept any more') }),
  output: registerRecord,
  roles: ['superadmin', 'dpo'],
});

/** Vouches that logs outside the database are erased. Records of schemes are settled by the final purge alone. */
export const settleRetention = defineCall({
  name: 'register.settle',
  input: z.strictObject({
    tenantId,
    item: z.enum(retainedItems).exclude(['scheme-records']),
    reference: z.string().trim().min(2).max(120).describe('What shows it: a ticket, a protocol'),
  }),
  output: registerRecord,
  roles: ['superadmin', 'dpo'],
});

const purge = z.strictObject({ tenantId });

/** What the final purge would remove; opens nothing. `E_TENANT_NOT_FOUND`, `E_LEGAL_HOLD`, `E_RETENTION_RUNNING`. */
export const previewPurge = defineCall({
  name: 'purge.preview',
  input: purge,
  output: digestedPlan,
  roles: ['superadmin', 'dpo'],
});

/** Opens the final purge; it waits for the signatures of CISO and Compliance Officer (N9). */
export const startPurge = defineCall({
  name: 'purge.start',
  input: purge,
  output: runView,
  roles: ['superadmin'],
});

const erased = z.strictObject({
  tenantId: z.string(),
  legalName: z.string(),
  connection: connectionName,
  /** The off-boarding that asked for it. */
  runId: z.string(),
  erasedAt: z.string(),
  purgedAt: z.string().exactOptional(),
});

/** The erasure ledger: what has to be erased again if an older backup comes back. */
export const listErasures = defineCall({
  name: 'erasure.list',
  input: z.strictObject({}),
  output: z.array(erased),
  roles: ['superadmin', 'dpo'],
});

const replayed = z.strictObject({
  tenantId: z.string(),
  offboarding: z.string(),
  /** `gone`: nothing of it came back; `erased`: it had, and is erased again; `purge`: its rows are back after a purge. */
  outcome: z.enum(['gone', 'erased', 'failed', 'purge']),
  runId: z.string().exactOptional(),
  state: z.enum(runStates).exactOptional(),
});
export type ReplayedErasure = z.infer<typeof replayed>;

/** Looks for everybody who was erased over this connection, and erases again whoever has come back. */
export const replayErasures = defineCall({
  name: 'erasure.replay',
  input: z.strictObject({ connection: connectionName, tenantId: tenantId.exactOptional() }),
  output: z.array(replayed),
  roles: ['superadmin'],
});
