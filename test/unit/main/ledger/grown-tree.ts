import {
  appendLeaf,
  EMPTY_EDGE,
  leafHash,
  type Hash,
  type NodeReader,
  type TreeEdge,
} from '../../../../src/main/ledger/merkle-tree.ts';

/** A tree in memory that was grown leaf by leaf, with every node it completed on the way. */
export function grownTree(inputs: readonly Uint8Array[]): {
  readonly edge: TreeEdge;
  readonly node: NodeReader;
} {
  const levels: Hash[][] = [];
  let edge = EMPTY_EDGE;
  for (const input of inputs) {
    const grown = appendLeaf(edge, leafHash(input));
    edge = grown.edge;
    for (const [level, hash] of grown.completed.entries()) (levels[level] ??= []).push(hash);
  }
  return { edge, node: (level, n) => levels[level]![n]! };
}

/** As many different inputs. */
export const someInputs = (count: number): readonly Uint8Array[] =>
  Array.from({ length: count }, (_, i) => Buffer.from(`entry ${i}`));
