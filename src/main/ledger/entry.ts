import canonicalize from 'canonicalize';
import { z } from 'zod';
import { OperatorError } from '../../shared/errors/operator-error.ts';
import { jsonObject } from '../../shared/model/json.ts';
import type { LedgerEntry, NewEntry, SealedDetails } from '../../shared/model/ledger-entry.ts';
import type { StoredEntry } from '../ports/ledger-store.port.ts';
import { parseEnvelope, parseJson, signEnvelope, type Envelope } from './dsse.ts';
import { HASH_BYTES, leafHash } from './merkle-tree.ts';
import type { SigningKey } from './signing-key.ts';

export const EVENT_TYPE = 'application/vnd.tenant-console.event.v1+json';

/** C2SP tlog-tiles gives an entry's length 16 bits. */
export const MAX_ENTRY_BYTES = 65_535;

/**
 * What an entry binds beside its content, so that it fits nowhere else. `previous` is the leaf hash of the entry before
 * it: with it, the signature of any entry vouches for everything before.
 */
export type EntryPlace = {
  readonly log: string;
  readonly index: number;
  readonly previous?: string;
  readonly time: string;
};

const hex = z.string().regex(/^[0-9a-f]{64}$/);

const payloadSchema = z.strictObject({
  log: z.string(),
  index: z.int().nonnegative(),
  previous: hex.exactOptional(),
  time: z.iso.datetime({ precision: 3 }),
  actor: z.string(),
  type: z.string(),
  runId: z.string().exactOptional(),
  tenantId: z.string().exactOptional(),
  data: jsonObject,
  details: z.strictObject({ commitment: hex, digest: hex }).exactOptional(),
});

/** What is signed: RFC 8785 canonical JSON of this. */
export type EntryPayload = z.infer<typeof payloadSchema>;

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

/** The payload of an envelope of ours; undefined when it is anything else. */
export function payloadOf(envelope: Envelope): EntryPayload | undefined {
  return envelope.payloadType === EVENT_TYPE
    ? payloadSchema.safeParse(parseJson(envelope.payload)).data
    : undefined;
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
