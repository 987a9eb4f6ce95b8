import { hasCode } from '../../shared/errors/operator-error.ts';
import type { LedgerEntry } from '../../shared/model/ledger-entry.ts';
import type { LedgerStore, StoredEntry, StoredHead, StoredTenantKey } from '../ports/ledger-store.port.ts';
import { decodeEntry } from './entry.ts';
import type { LedgerKeys } from './keys.ts';
import { TENANT_SHREDDED } from './shredding.ts';
import { isSealed } from './tree-head.ts';
import { foldTrust, IDENTITY_CREATED, type TrustedKey } from './trust.ts';

/** What is to be checked, taken at one moment: others may go on appending. */
export type Snapshot = {
  /** The head, when it is one that this console sealed. */
  readonly head: StoredHead | undefined;
  /** How many entries there should be: what the head says, or what there is when no head can be believed. */
  readonly size: number;
  readonly lastIndex: number;
  readonly tenantKeys: readonly StoredTenantKey[];
  readonly shredded: ReadonlySet<string>;
  readonly trusted: readonly TrustedKey[];
};

export const takeSnapshot = (store: LedgerStore, origin: string, keys: LedgerKeys): Snapshot =>
  store.read(() => {
    const stored = store.head();
    const head = stored !== undefined && isSealed(stored, origin, keys) ? stored : undefined;
    const lastIndex = store.lastIndex();
    const identities = readable(store.entries({ types: [IDENTITY_CREATED] }));
    const shredded = readable(store.entries({ types: [TENANT_SHREDDED] }));
    return {
      head,
      size: head?.size ?? lastIndex + 1,
      lastIndex,
      tenantKeys: store.tenantKeys(),
      shredded: new Set(shredded.flatMap(({ tenantId }) => tenantId ?? [])),
      trusted: foldTrust(keys.operator.keyId, identities),
    };
  });

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
