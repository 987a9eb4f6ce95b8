import type { JsonObject } from '../../shared/model/json.ts';
import type { LedgerEntry, NewEntry } from '../../shared/model/ledger-entry.ts';

/** What the engine needs of the ledger: the log is the state of every run (DESIGN §3). */
export type EventLog = {
  /** Durable when it resolves; all of `entries` or none. */
  append(...entries: readonly NewEntry[]): Promise<readonly LedgerEntry[]>;
  /** Entries in the order they were written. */
  entries(filter: {
    readonly runId?: string;
    readonly tenantId?: string;
    readonly types?: readonly string[];
    /** Lowest index, inclusive. */
    readonly from?: number;
  }): readonly LedgerEntry[];
  /** How many entries there are, those of others with them. */
  size(): number;
  /** The sealed details of an entry; `shredded` when the tenant's key was destroyed, undefined when it has none. */
  unseal(entry: LedgerEntry): Promise<JsonObject | 'shredded' | undefined>;
};
