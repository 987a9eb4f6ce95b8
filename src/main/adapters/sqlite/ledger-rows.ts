import type {
  StoredBlob,
  StoredCheckpoint,
  StoredEntry,
  StoredTenantKey,
} from '../../ports/ledger-store.port.ts';
import { damaged } from './sqlite-error.ts';

// A changed byte can turn a column into any SQLite type, so what comes out is looked at before it is believed.

type Row = Readonly<Record<string, unknown>>;

const isText = (value: unknown): value is string => typeof value === 'string';
const isTextOrNull = (value: unknown): value is string | null => value === null || isText(value);
const isBlob = (value: unknown): value is Uint8Array => value instanceof Uint8Array;

export function asEntry(row: unknown): StoredEntry {
  const { idx, envelope, nodes, type, run_id: runId, tenant_id: tenantId } = row as Row;
  const index = indexOf(idx);
  if (isBlob(envelope) && isBlob(nodes) && isText(type) && isTextOrNull(runId) && isTextOrNull(tenantId)) {
    return { index, envelope, nodes, type, runId, tenantId };
  }
  throw damaged(`Entry ${index} has columns that nobody wrote.`, index);
}

export function asBlob(row: unknown): StoredBlob {
  const { idx, blob } = row as Row;
  const index = indexOf(idx);
  if (isBlob(blob)) return { index, blob };
  throw damaged(`Entry ${index} has columns that nobody wrote.`, index);
}

/** One more than the highest index; null when there is none. */
export const asSize = (lastIndex: unknown): number => (lastIndex === null ? 0 : indexOf(lastIndex) + 1);

export function asCheckpoint(row: unknown): StoredCheckpoint {
  const { size, note } = row as Row;
  if (Number.isSafeInteger(size) && isText(note)) return { size: size as number, note };
  throw damaged('A checkpoint has columns that nobody wrote.');
}

export function asTenantKey(row: unknown): StoredTenantKey {
  const { tenant_id: tenantId, wrapped } = row as Row;
  if (isText(tenantId) && isBlob(wrapped)) return { tenantId, wrapped };
  throw damaged('The key of a tenant has columns that nobody wrote.');
}

function indexOf(idx: unknown): number {
  if (Number.isSafeInteger(idx) && (idx as number) >= 0) return idx as number;
  throw damaged('An entry has an index that nobody wrote.');
}
