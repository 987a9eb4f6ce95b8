import type { BadEntry } from '../../shared/model/verify-report.ts';
import type { LedgerStore, StoredEntry } from '../ports/ledger-store.port.ts';
import { badEntry, earliest } from './bad-entry.ts';
import { appendLeaf, EMPTY_EDGE, HASH_BYTES, type Hash, type TreeEdge } from './merkle-tree.ts';
import { chunkOf, type CheckedChunk } from './verify-chunk.ts';
import type { DetailsCheck } from './verify-details.ts';
import type { ChunkPool } from './verify-pool.ts';

export type VerifyOptions = {
  readonly onProgress?: (done: number, of: number) => void;
  /** How many threads check signatures; as many as the machine has when left out. */
  readonly threads?: number;
  readonly signal?: AbortSignal;
};

/** Entries handed to a thread at a time. */
export const CHUNK_ENTRIES = 512;

export type Scan = {
  readonly store: LedgerStore;
  readonly size: number;
  readonly pool: ChunkPool;
  /** How many chunks are under way at once. */
  readonly ahead: number;
  readonly details: DetailsCheck;
  /** Done once, while the first chunks are under way. */
  readonly meanwhile: () => void;
};

type Underway = {
  readonly entries: readonly StoredEntry[];
  readonly checked: Promise<CheckedChunk>;
  /** The first entry that should follow and does not. */
  readonly gap: number | undefined;
};

/** Reads the log from its first entry to its last or its first bad one, and builds its tree anew. */
export async function scanEntries(
  scan: Scan,
  options: VerifyOptions,
): Promise<{ readonly edge: TreeEdge; readonly bad?: BadEntry }> {
  const underway: Underway[] = [];
  let edge = EMPTY_EDGE;
  let next = 0;
  let { meanwhile } = scan;
  while (true) {
    while (next < scan.size && underway.length < scan.ahead) {
      const chunk = begin(scan, next);
      underway.push(chunk);
      next = chunk.gap === undefined ? next + CHUNK_ENTRIES : scan.size;
    }
    meanwhile();
    meanwhile = () => undefined;
    const first = underway.shift();
    if (first === undefined) return { edge };
    options.signal?.throwIfAborted();
    const finished = finish(scan, edge, first, await first.checked);
    edge = finished.edge;
    options.onProgress?.(edge.size, scan.size);
    if (finished.bad !== undefined) return finished;
  }
}

function begin({ store, size, pool }: Scan, from: number): Underway {
  const before = Math.min(from + CHUNK_ENTRIES, size);
  const found = store.entries({ from, before });
  const end = found.findIndex(({ index }, i) => index !== from + i);
  const entries = end < 0 ? found : found.slice(0, end);
  const gap = entries.length < before - from ? from + entries.length : undefined;
  const previous = from === 0 ? undefined : store.nodes(from - 1)?.subarray(0, HASH_BYTES);
  return { entries, checked: pool.check(chunkOf(entries, previous)), gap };
}

function finish(
  { store, details }: Scan,
  edge: TreeEdge,
  { entries, gap }: Underway,
  checked: CheckedChunk,
): { readonly edge: TreeEdge; readonly bad?: BadEntry } {
  const tree = growTree(edge, entries, checked.leaves);
  const blobs = store.sealedBetween(edge.size, edge.size + entries.length);
  const bad = earliest([
    checked.bad,
    tree.bad,
    details.firstBad(checked.claims, checked.shredded, blobs),
    gap === undefined ? undefined : badEntry(gap, 'entry-missing'),
  ]);
  return bad === undefined ? { edge: tree.edge } : { edge: tree.edge, bad };
}

function growTree(
  edge: TreeEdge,
  entries: readonly StoredEntry[],
  leaves: Uint8Array,
): { readonly edge: TreeEdge; readonly bad?: BadEntry } {
  let tree = edge;
  let bad: BadEntry | undefined;
  for (const [i, { index, nodes }] of entries.entries()) {
    const grown = appendLeaf(tree, leaves.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES));
    tree = grown.edge;
    if (!areNodes(nodes, grown.completed)) bad ??= badEntry(index, 'node-differs');
  }
  return { edge: tree, ...(bad && { bad }) };
}

const areNodes = (stored: Uint8Array, completed: readonly Hash[]): boolean =>
  stored.length === completed.length * HASH_BYTES &&
  completed.every(
    (hash, i) => Buffer.compare(hash, stored.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES)) === 0,
  );
