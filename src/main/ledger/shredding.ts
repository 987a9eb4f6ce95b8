import { OperatorError } from '../../shared/errors/operator-error.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import type { LedgerEntry } from '../../shared/model/ledger-entry.ts';
import type { LedgerStore } from '../ports/ledger-store.port.ts';
import type { Appender } from './append.ts';
import { TENANT_SHREDDED } from './entry-payload.ts';
import type { LedgerParts } from './ledger-parts.ts';
import { openDetails, unwrapTenantKey } from './sealing.ts';
import { isShredded } from './tenant-keys.ts';

/**
 * Destroys the tenant's key and says so in the log, both or neither, then removes the bytes from the files. Doing it
 * again finishes what was interrupted. `E_LEDGER_BUSY`: the key is gone from the ledger, but its bytes are still in a
 * file that somebody reads; do it again.
 */
export function shredTenant(
  store: LedgerStore,
  appender: Appender,
  tenantId: string,
): readonly LedgerEntry[] {
  const written = appender.append(() => {
    if (isShredded(store, tenantId)) return [];
    store.deleteTenantKey(tenantId);
    return [{ type: TENANT_SHREDDED, tenantId, data: {} }];
  });
  store.purgeDeleted();
  return written;
}

/** The details of an entry; `shredded` when nobody can read them any more; undefined when it has none. */
export function unsealEntry(parts: LedgerParts, entry: LedgerEntry): JsonObject | 'shredded' | undefined {
  const { store, keys, origin } = parts;
  const { index, tenantId, details } = entry;
  if (details === undefined || tenantId === undefined) return undefined;
  const wrapped = store.tenantKey(tenantId);
  if (wrapped === undefined && isShredded(store, tenantId)) return 'shredded';
  const key = wrapped && unwrapTenantKey(wrapped, tenantId, keys.sealing);
  const blob = store.sealed(index);
  const opened = key && blob && openDetails(blob, details, { log: origin, index }, key);
  if (opened !== undefined) return opened;
  throw new OperatorError('E_LEDGER_DAMAGED', {
    message: `The details of entry ${index} do not open.`,
    details: { index, tenantId },
  });
}
