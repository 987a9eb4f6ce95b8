import { hash } from 'node:crypto';

/** A SHA-256 hash: 32 bytes. */
export type Hash = Uint8Array;

export const HASH_BYTES = 32;

/** RFC 6962 §2.1: the hash of the empty tree. */
export const EMPTY_ROOT: Hash = hash('sha256', new Uint8Array(), 'buffer');

/** RFC 6962 §2.1: SHA-256(0x00 || data). */
export function leafHash(data: Uint8Array): Hash {
  const input = Buffer.allocUnsafe(1 + data.length);
  input[0] = 0;
  input.set(data, 1);
  return hash('sha256', input, 'buffer');
}

/** RFC 6962 §2.1: SHA-256(0x01 || left || right). */
export function nodeHash(left: Hash, right: Hash): Hash {
  const input = Buffer.allocUnsafe(1 + 2 * HASH_BYTES);
  input[0] = 1;
  input.set(left, 1);
  input.set(right, 1 + HASH_BYTES);
  return hash('sha256', input, 'buffer');
}

/**
 * The right edge of a tree: all that is needed to append to it. `peaks` are the roots of the complete subtrees that make
 * up the tree, largest first: one for each 1 in the binary form of `size`.
 */
export type TreeEdge = { readonly size: number; readonly peaks: readonly Hash[] };

export const EMPTY_EDGE: TreeEdge = { size: 0, peaks: [] };

/** The tree with one more leaf, and the hashes which that leaf completes: itself, then each subtree, lowest first. */
export function appendLeaf(
  edge: TreeEdge,
  leaf: Hash,
): { readonly edge: TreeEdge; readonly completed: readonly Hash[] } {
  const peaks = [...edge.peaks];
  const completed = [leaf];
  let top = leaf;
  for (let rest = edge.size; rest % 2 === 1; rest = (rest - 1) / 2) {
    top = nodeHash(peaks.pop() ?? EMPTY_ROOT, top);
    completed.push(top);
  }
  return { edge: { size: edge.size + 1, peaks: [...peaks, top] }, completed };
}

/** RFC 6962 §2.1: the Merkle tree hash. */
export function rootOf(edge: TreeEdge): Hash {
  return edge.peaks.length === 0
    ? EMPTY_ROOT
    : edge.peaks.reduceRight((right, left) => nodeHash(left, right));
}

/** Reads the hash of the complete subtree over the leaves `[n · 2^level, (n + 1) · 2^level)`. */
export type NodeReader = (level: number, n: number) => Hash;

/** The right edge of the tree over the first `size` leaves. */
export function edgeAt(size: number, node: NodeReader): TreeEdge {
  const peaks: Hash[] = [];
  for (let start = 0, rest = size; rest > 0;) {
    const level = Math.floor(Math.log2(rest));
    const width = 2 ** level;
    peaks.push(node(level, start / width));
    start += width;
    rest -= width;
  }
  return { size, peaks };
}
