import { OperatorError } from '../../shared/errors/operator-error.ts';
import type { LedgerStore } from '../ports/ledger-store.port.ts';
import { HASH_BYTES, type NodeReader } from './merkle-tree.ts';

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
