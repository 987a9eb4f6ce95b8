import { timingSafeEqual } from 'node:crypto';
import { OperatorError } from '../../shared/errors/operator-error.ts';
import type { LedgerStore, StoredHead } from '../ports/ledger-store.port.ts';
import type { LedgerKeys } from './keys.ts';
import { edgeAt, HASH_BYTES, rootOf, type NodeReader, type TreeEdge } from './merkle-tree.ts';

/** Seals the head of a tree: whoever holds the file alone can neither cut the log nor vouch for another one. */
export function sealHead(edge: TreeEdge, origin: string, keys: LedgerKeys): StoredHead {
  const head = { size: edge.size, root: rootOf(edge) };
  return { ...head, seal: keys.headSeal({ origin, ...head }) };
}

export function isSealed(head: StoredHead, origin: string, keys: LedgerKeys): boolean {
  const seal = keys.headSeal({ origin, size: head.size, root: head.root });
  return seal.length === head.seal.length && timingSafeEqual(seal, head.seal);
}

/** Reads nodes where `StoredEntry.nodes` keeps them. `E_LEDGER_DAMAGED` when one is not there. */
export const nodesOf =
  (store: LedgerStore): NodeReader =>
  (level, n) => {
    const index = (n + 1) * 2 ** level - 1;
    const node = store.nodes(index)?.subarray(level * HASH_BYTES, (level + 1) * HASH_BYTES);
    if (node?.length === HASH_BYTES) return node;
    throw new OperatorError('E_LEDGER_DAMAGED', {
      message: `Entry ${index} lacks a node of the tree.`,
      details: { index },
    });
  };

/** The edge of the stored tree, when it is the one that was sealed. `E_LEDGER_DAMAGED` otherwise. */
export function sealedEdge(store: LedgerStore, head: StoredHead, origin: string, keys: LedgerKeys): TreeEdge {
  const edge = edgeAt(head.size, nodesOf(store));
  if (isSealed(head, origin, keys) && Buffer.compare(rootOf(edge), head.root) === 0) return edge;
  throw new OperatorError('E_LEDGER_DAMAGED', {
    message: 'The tree head is not the one that was sealed.',
    details: { entries: head.size },
  });
}
