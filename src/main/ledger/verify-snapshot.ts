import { hasCode } from '../../shared/errors/operator-error.ts';
import type { LedgerEntry } from '../../shared/model/ledger-entry.ts';
import type {
  LedgerStore,
  StoredCheckpoint,
  StoredEntry,
  StoredTenantKey,
} from '../ports/ledger-store.port.ts';
import { decodeEntry } from './entry.ts';
import type { LedgerKeys } from './keys.ts';
import { foldTrust, IDENTITY_CREATED, type TrustedKey } from './trust.ts';

/** What is to be checked, taken at one moment: others may go on appending. */
export type Snapshot = {
  readonly size: number;
  readonly checkpoints: readonly StoredCheckpoint[];
  readonly tenantKeys: readonly StoredTenantKey[];
  readonly trusted: readonly TrustedKey[];
};

export const takeSnapshot = (store: LedgerStore, keys: LedgerKeys): Snapshot =>
  store.read(() => ({
    size: store.size(),
    checkpoints: store.checkpoints(),
    tenantKeys: store.tenantKeys(),
    trusted: trustedKeys(store, keys),
  }));

/** The keys that may sign entries, from the log's own identity entries. */
export const trustedKeys = (store: LedgerStore, keys: LedgerKeys): readonly TrustedKey[] =>
  foldTrust(keys.operator.keyId, readable(store.entries({ types: [IDENTITY_CREATED] })));

/** The entries that can be read. The others are found, and named in their order, when all are checked. */
const readable = (entries: readonly StoredEntry[]): readonly LedgerEntry[] =>
  entries.flatMap((entry) => {
    try {
      return [decodeEntry(entry)];
    } catch (error) {
      if (hasCode(error, 'E_LEDGER_DAMAGED')) return [];
      throw error;
    }
  });
