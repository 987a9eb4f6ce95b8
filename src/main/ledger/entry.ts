import canonicalize from 'canonicalize';
import { OperatorError } from '../../shared/errors/operator-error.ts';
import type { LedgerEntry, NewEntry, SealedDetails } from '../../shared/model/ledger-entry.ts';
import type { StoredEntry } from '../ports/ledger-store.port.ts';
import { parseEnvelope, signEnvelope } from './dsse.ts';
import { EVENT_TYPE, payloadOf, type EntryPlace } from './entry-payload.ts';
import { HASH_BYTES, leafHash } from './merkle-tree.ts';
import type { SigningKey } from './signing-key.ts';

/** C2SP tlog-tiles gives an entry's length 16 bits. */
export const MAX_ENTRY_BYTES = 65_535;

/** The signed bytes of an entry. `E_ENTRY_TOO_LARGE`. */
export function encodeEntry(
  entry: NewEntry,
  place: EntryPlace,
  details: SealedDetails | undefined,
  key: SigningKey,
): Uint8Array {
  const { type, runId, tenantId, data } = entry;
  const payload = canonicalize({ ...place, actor: key.keyId, type, runId, tenantId, data, details });
  const envelope = signEnvelope(EVENT_TYPE, payload ?? '', key);
  if (envelope.length > MAX_ENTRY_BYTES) {
    throw new OperatorError('E_ENTRY_TOO_LARGE', { details: { type, bytes: envelope.length } });
  }
  return envelope;
}

/** What a stored entry says. `E_LEDGER_DAMAGED` when its bytes are not those of its leaf hash. Checks no signature. */
export function decodeEntry(stored: StoredEntry): LedgerEntry {
  const leaf = leafHash(stored.envelope);
  const envelope = parseEnvelope(stored.envelope);
  const payload = envelope && payloadOf(envelope);
  const intact = Buffer.compare(leaf, stored.nodes.subarray(0, HASH_BYTES)) === 0;
  if (!intact || payload?.index !== stored.index) {
    throw new OperatorError('E_LEDGER_DAMAGED', {
      message: `Entry ${stored.index} is not as it was signed.`,
      details: { index: stored.index },
    });
  }
  const { log: _log, previous: _previous, ...said } = payload;
  return { ...said, leafHash: Buffer.from(leaf).toString('hex') };
}
