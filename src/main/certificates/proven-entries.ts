import type { LedgerEntry } from '../../shared/model/ledger-entry.ts';
import { openCheckpoint, type Checkpoint } from '../ledger/checkpoint.ts';
import { parseEnvelope, preAuthEncoding } from '../ledger/dsse.ts';
import { payloadOf } from '../ledger/entry-payload.ts';
import { verifyInclusion } from '../ledger/merkle-proof.ts';
import { leafHash } from '../ledger/merkle-tree.ts';
import { isSignedBy } from '../ledger/signing-key.ts';
import { parseVerifierKey } from '../ledger/signed-note.ts';
import { foldTrust, keyRingOf, IDENTITY_CREATED, type KeyRing } from '../ledger/trust.ts';
import type { Certificate } from './certificate-document.ts';

/** An entry of a certificate as it reads, and whether its signature and its place in the log hold. */
export type ProvenEntry = {
  readonly entry: LedgerEntry;
  readonly log: string;
  readonly isSigned: boolean;
  readonly isIncluded: boolean;
};

export type Proven = {
  readonly checkpoint: Checkpoint | undefined;
  readonly entries: readonly ProvenEntry[];
  /** How many of the certificate's entries are no entries of a log at all. */
  readonly unreadable: number;
  /** The log's key, as the log's own first entry names it. */
  readonly namedVerifierKey: string | undefined;
  readonly keys: KeyRing;
};

/** Reads what a certificate carries and checks each entry by itself, from nothing but the certificate. */
export function proveEntries({ verifierKey, checkpoint: note, entries }: Certificate): Proven {
  const verifier = parseVerifierKey(verifierKey);
  const checkpoint = verifier && openCheckpoint(note, verifier);
  const read = entries.map(readEntry);
  const readable = read.filter((each) => each !== undefined);
  const genesis = readable.find(({ entry }) => entry.index === 0)?.entry;
  const identities = readable
    .filter(({ entry }) => entry.type === IDENTITY_CREATED)
    .map(({ entry }) => entry);
  const keys = keyRingOf(foldTrust(genesis?.actor ?? '', identities));
  const named = genesis?.data['log'];
  return {
    checkpoint,
    unreadable: entries.length - readable.length,
    namedVerifierKey: typeof named === 'string' ? named : undefined,
    keys,
    entries: readable.map((each) => ({
      entry: each.entry,
      log: each.log,
      isSigned: each.isSignedBy(keys),
      isIncluded: checkpoint !== undefined && isIncluded(each, checkpoint),
    })),
  };
}

type ReadEntry = {
  readonly entry: LedgerEntry;
  readonly log: string;
  readonly leaf: Uint8Array;
  readonly proof: readonly Uint8Array[];
  readonly isSignedBy: (keys: KeyRing) => boolean;
};

function readEntry({
  index,
  envelope: base64,
  proof,
}: Certificate['entries'][number]): ReadEntry | undefined {
  const bytes = Buffer.from(base64, 'base64');
  const envelope = parseEnvelope(bytes);
  const payload = envelope && payloadOf(envelope);
  if (envelope === undefined || payload?.index !== index) return undefined;
  const leaf = leafHash(bytes);
  const { log, previous: _previous, ...said } = payload;
  const signed = preAuthEncoding(envelope.payloadType, envelope.payload);
  return {
    entry: { ...said, leafHash: Buffer.from(leaf).toString('hex') },
    log,
    leaf,
    proof: proof.map((hash) => Buffer.from(hash, 'base64')),
    isSignedBy: (keys) => {
      const key = keys(envelope.keyId, index);
      return (
        said.actor === envelope.keyId && key !== undefined && isSignedBy(key, signed, envelope.signature)
      );
    },
  };
}

const isIncluded = ({ entry, log, leaf, proof }: ReadEntry, { origin, size, root }: Checkpoint): boolean =>
  log === origin && verifyInclusion(leaf, entry.index, size, proof, root);
