import type { JsonObject } from './json.ts';

/** What is to be recorded. `data` holds no secret and no personal data; `details` are sealed under the tenant's key. */
export type NewEntry = {
  /** `run.opened`, `step.done`, `connection.added`, … */
  readonly type: string;
  readonly runId?: string;
  readonly tenantId?: string;
  readonly data: JsonObject;
  /** Personal details; they need a `tenantId`. */
  readonly details?: JsonObject;
};

/** One entry of the ledger, as every host shows it. */
export type LedgerEntry = {
  /** Position in the log, from 0. */
  readonly index: number;
  readonly type: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  /** Key id of the operator who signed it. */
  readonly actor: string;
  readonly runId?: string;
  readonly tenantId?: string;
  readonly data: JsonObject;
  /** Present when details were sealed with it: a salted SHA-256 over them. */
  readonly details?: { readonly commitment: string };
  /** RFC 6962 leaf hash, lower-case hex. */
  readonly leafHash: string;
};
