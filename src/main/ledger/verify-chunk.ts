import type { SealedDetails } from '../../shared/model/ledger-entry.ts';
import type { BadEntry, LedgerFault } from '../../shared/model/verify-report.ts';
import type { StoredEntry } from '../ports/ledger-store.port.ts';
import { badEntry } from './bad-entry.ts';
import { parseEnvelope, preAuthEncoding } from './dsse.ts';
import { payloadOf, TENANT_SHREDDED, type EntryPayload } from './entry-payload.ts';
import { HASH_BYTES, leafHash } from './merkle-tree.ts';
import { isSignedBy } from './signing-key.ts';
import { decodeBundle, encodeBundle } from './tiles.ts';
import { keyRingOf, type KeyRing, type TrustedKey } from './trust.ts';

/** What all chunks of a log are checked against. */
export type CheckContext = { readonly log: string; readonly trusted: readonly TrustedKey[] };

/** Consecutive entries in a form that is cheap to hand to another thread. */
export type Chunk = {
  readonly from: number;
  /** C2SP entry bundle of the envelopes. */
  readonly bundle: Uint8Array;
  /** JSON of the columns of each: one string is copied faster than many. */
  readonly columns: string;
  /** Leaf hash of the entry before the first; undefined for the first of all. */
  readonly previous: Uint8Array | undefined;
};

type Columns = readonly [type: string, runId: string | null, tenantId: string | null];

/** What an entry says of details that are sealed elsewhere. */
export type DetailsClaim = {
  readonly index: number;
  readonly tenantId: string;
  readonly commitment: string;
  readonly digest: string;
};

export type CheckedChunk = {
  /** RFC 6962 leaf hashes of all entries of the chunk, one after the other. */
  readonly leaves: Uint8Array;
  /** The claims of the entries before the first bad one. */
  readonly claims: readonly DetailsClaim[];
  /** Tenants whose details these entries say to be shredded. */
  readonly shredded: readonly string[];
  readonly bad?: BadEntry;
};

export const chunkOf = (entries: readonly StoredEntry[], previous: Uint8Array | undefined): Chunk => ({
  from: entries[0]?.index ?? 0,
  bundle: encodeBundle(entries.map(({ envelope }) => envelope)),
  columns: JSON.stringify(entries.map(({ type, runId, tenantId }): Columns => [type, runId, tenantId])),
  previous,
});

/** Checks chunks one by one: form, signature, signer, log, place and columns of every entry. */
export function chunkChecker({ log, trusted }: CheckContext): (chunk: Chunk) => CheckedChunk {
  const ring = keyRingOf(trusted);
  return ({ from, bundle, columns, previous }) => {
    const envelopes = decodeBundle(bundle);
    const allColumns = JSON.parse(columns) as readonly Columns[];
    const leaves = leavesOf(envelopes);
    const first = previous && Buffer.from(previous).toString('hex');
    const claims: DetailsClaim[] = [];
    const shredded: string[] = [];
    for (const [i, envelope] of envelopes.entries()) {
      const before = i === 0 ? first : leaves.toString('hex', (i - 1) * HASH_BYTES, i * HASH_BYTES);
      const place = { log, index: from + i, previous: before };
      const checked = checkEntry(envelope, place, allColumns[i], ring);
      if (typeof checked === 'string') return { leaves, claims, shredded, bad: badEntry(from + i, checked) };
      if (checked.details !== undefined) claims.push(claimOf(checked, checked.details));
      if (checked.type === TENANT_SHREDDED) shredded.push(checked.tenantId ?? '');
    }
    return { leaves, claims, shredded };
  };
}

/** In memory of its own, so that it can be handed over to another thread. */
function leavesOf(envelopes: readonly Uint8Array[]): Buffer {
  const leaves = Buffer.allocUnsafeSlow(envelopes.length * HASH_BYTES);
  for (const [i, envelope] of envelopes.entries()) leaves.set(leafHash(envelope), i * HASH_BYTES);
  return leaves;
}

type Place = { readonly log: string; readonly index: number; readonly previous: string | undefined };

function checkEntry(
  bytes: Uint8Array,
  place: Place,
  columns: Columns | undefined,
  ring: KeyRing,
): EntryPayload | LedgerFault {
  const envelope = parseEnvelope(bytes);
  if (envelope === undefined) return 'entry-malformed';
  const payload = payloadOf(envelope);
  if (payload === undefined) return 'entry-malformed';
  const key = ring(envelope.keyId, place.index);
  if (key === undefined || payload.actor !== envelope.keyId) return 'signer-unknown';
  const signed = preAuthEncoding(envelope.payloadType, envelope.payload);
  if (!isSignedBy(key, signed, envelope.signature)) return 'signature-invalid';
  if (payload.log !== place.log) return 'entry-foreign';
  if (payload.index !== place.index || payload.previous !== place.previous) return 'entry-misplaced';
  return isCopiedIn(columns, payload) ? payload : 'column-differs';
}

const isCopiedIn = (columns: Columns | undefined, payload: EntryPayload): boolean =>
  columns?.[0] === payload.type &&
  columns[1] === (payload.runId ?? null) &&
  columns[2] === (payload.tenantId ?? null);

const claimOf = ({ index, tenantId = '' }: EntryPayload, details: SealedDetails): DetailsClaim => ({
  index,
  tenantId,
  ...details,
});
