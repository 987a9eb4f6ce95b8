import { OperatorError } from '../../shared/errors/operator-error.ts';
import type { LedgerStore } from '../ports/ledger-store.port.ts';
import { TENANT_SHREDDED } from './entry-payload.ts';
import type { LedgerParts } from './ledger-parts.ts';
import { newTenantKey, unwrapTenantKey, type SealKey } from './sealing.ts';

export const isShredded = (store: LedgerStore, tenantId: string): boolean =>
  store.entries({ tenantId, types: [TENANT_SHREDDED], limit: 1 }).length > 0;

/**
 * The key under which the tenant's details are sealed, made on first use; within a transaction. `E_TENANT_SHREDDED`,
 * `E_LEDGER_DAMAGED` (the stored key does not open).
 */
export function keyToSealFor(tenantId: string, { store, keys, ids }: LedgerParts): SealKey {
  const wrapped = store.tenantKey(tenantId);
  if (wrapped !== undefined) return opened(unwrapTenantKey(wrapped, tenantId, keys.sealing), tenantId);
  if (isShredded(store, tenantId)) throw new OperatorError('E_TENANT_SHREDDED', { details: { tenantId } });
  const fresh = newTenantKey(tenantId, keys.sealing, ids);
  store.putTenantKey({ tenantId, wrapped: fresh.wrapped });
  return fresh.key;
}

function opened(key: SealKey | undefined, tenantId: string): SealKey {
  if (key !== undefined) return key;
  throw new OperatorError('E_LEDGER_DAMAGED', {
    message: 'The key of a tenant does not open.',
    details: { tenantId },
  });
}
