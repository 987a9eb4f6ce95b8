import { OperatorError } from '../../shared/errors/operator-error.ts';
import type { StoredEntry } from '../ports/ledger-store.port.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { LedgerParts } from './ledger-parts.ts';
import {
  appendLeaf,
  edgeAt,
  EMPTY_EDGE,
  HASH_BYTES,
  rootOf,
  type Hash,
  type TreeEdge,
} from './merkle-tree.ts';
import { nodesOf } from './stored-nodes.ts';
import { chunkChecker, chunkOf, type CheckedChunk } from './verify-chunk.ts';
import { trustedKeys } from './verify-snapshot.ts';

/** The end of the log as this process knows it to be true. */
export type Tip = {
  readonly edge: TreeEdge;
  /** Leaf hash of the last entry; undefined for an empty log. */
  readonly lastLeaf: Hash | undefined;
};

export const EMPTY_TIP: Tip = { edge: EMPTY_EDGE, lastLeaf: undefined };

/** Entries read at a time. */
const BATCH = 512;

/** The tip of the tree that a trusted checkpoint was made over; undefined when the store holds another tree. */
export function tipAt({ size, root }: Checkpoint, { store }: Pick<LedgerParts, 'store'>): Tip | undefined {
  const edge = edgeAt(size, nodesOf(store));
  if (Buffer.compare(rootOf(edge), root) !== 0) return undefined;
  return { edge, lastLeaf: size === 0 ? undefined : nodesOf(store)(0, size - 1) };
}

/**
 * The present tip: `tip` and the entries that others appended since, each checked before it is believed.
 * `E_LEDGER_ROLLED_BACK` when entries are gone that were there, `E_LEDGER_DAMAGED` when one is not as it was signed.
 */
export function presentTip(tip: Tip, parts: LedgerParts): Tip {
  const { store, origin, keys } = parts;
  const size = store.size();
  if (size === tip.edge.size) return tip;
  if (size < tip.edge.size) throw shrunk(tip.edge.size, size);
  const check = chunkChecker({ log: origin, trusted: trustedKeys(store, keys) });
  let present = tip;
  while (present.edge.size < size) {
    const entries = store.entries({ from: present.edge.size, limit: BATCH });
    present = extend(present, entries, check(chunkOf(entries, present.lastLeaf)));
  }
  return present;
}

function extend(tip: Tip, entries: readonly StoredEntry[], { bad, leaves }: CheckedChunk): Tip {
  if (bad !== undefined || entries[0]?.index !== tip.edge.size) throw damagedAt(bad?.index ?? tip.edge.size);
  let { edge, lastLeaf } = tip;
  for (const [i, { index, nodes }] of entries.entries()) {
    lastLeaf = leaves.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES);
    const grown = appendLeaf(edge, lastLeaf);
    if (Buffer.compare(nodes, Buffer.concat(grown.completed)) !== 0) throw damagedAt(index);
    edge = grown.edge;
  }
  return { edge, lastLeaf };
}

const damagedAt = (index: number): OperatorError =>
  new OperatorError('E_LEDGER_DAMAGED', {
    message: `Entry ${index} is not as it was signed.`,
    details: { index },
  });

const shrunk = (had: number, has: number): OperatorError =>
  new OperatorError('E_LEDGER_ROLLED_BACK', {
    message: `The ledger held ${had} entries a moment ago and now holds ${has}.`,
    details: { entries: has, before: had },
  });
