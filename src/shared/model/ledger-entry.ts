import type { JsonObject } from './json.ts';

/** What is to be written down. */
export type NewEntry = {
  /** Dotted, `<what>.<happened>`: `run.opened`, `step.done`, `connection.added`. */
  readonly type: string;
  readonly runId?: string;
  readonly tenantId?: string;
  /** Ids, counts, digests, codes. Never a secret, never personal data: it can never be removed again. */
  readonly data: JsonObject;
  /** Personal details, sealed under the tenant's key until it is shredded. Needs `tenantId`. */
  readonly details?: JsonObject;
};

/** What the entry says of its sealed details without saying what they are. */
export type SealedDetails = {
  /** SHA-256 over a 32-byte salt and the canonical details, hexadecimal. */
  readonly commitment: string;
  /** SHA-256 of the sealed bytes, hexadecimal: they can be checked even when nobody can open them any more. */
  readonly digest: string;
};

/** One entry as it was signed. */
export type LedgerEntry = {
  /** Zero-based place in the log. */
  readonly index: number;
  readonly type: string;
  /** RFC 3339 in UTC with milliseconds, from the console's clock. */
  readonly time: string;
  /** Key id of the operator who signed. */
  readonly actor: string;
  readonly runId?: string;
  readonly tenantId?: string;
  readonly data: JsonObject;
  readonly details?: SealedDetails;
  /** RFC 6962 leaf hash, hexadecimal. */
  readonly leafHash: string;
};
