import { nodeHash, type Hash, type NodeReader } from './merkle-tree.ts';

/** The largest power of two smaller than `width` (RFC 6962 §2.1: k). */
const split = (width: number): number => 2 ** (Math.ceil(Math.log2(width)) - 1);

/** Root of the leaves `[from, to)`, where `from` is a multiple of the power of two that holds the range. */
function rangeRoot(from: number, to: number, node: NodeReader): Hash {
  const width = to - from;
  const level = Math.log2(width);
  if (Number.isInteger(level)) return node(level, from / width);
  const middle = from + split(width);
  return nodeHash(rangeRoot(from, middle, node), rangeRoot(middle, to, node));
}

function path(index: number, from: number, to: number, node: NodeReader): readonly Hash[] {
  if (to - from === 1) return [];
  const middle = from + split(to - from);
  return index < middle
    ? [...path(index, from, middle, node), rangeRoot(middle, to, node)]
    : [...path(index, middle, to, node), rangeRoot(from, middle, node)];
}

/** RFC 6962 §2.1.1: the audit path of leaf `index` in the tree over the first `size` leaves, leaf's sibling first. */
export const inclusionProof = (index: number, size: number, node: NodeReader): readonly Hash[] =>
  path(index, 0, size, node);

function subproof(size: number, from: number, to: number, whole: boolean, node: NodeReader): readonly Hash[] {
  if (size === to) return whole ? [] : [rangeRoot(from, to, node)];
  const middle = from + split(to - from);
  return size <= middle
    ? [...subproof(size, from, middle, whole, node), rangeRoot(middle, to, node)]
    : [...subproof(size, middle, to, false, node), rangeRoot(from, middle, node)];
}

/** RFC 6962 §2.1.2: that the tree over the first `from` leaves is the beginning of the one over the first `to`. */
export const consistencyProof = (from: number, to: number, node: NodeReader): readonly Hash[] =>
  from === 0 || from === to ? [] : subproof(from, 0, to, true, node);

const same = (a: Hash | undefined, b: Hash): boolean => a !== undefined && Buffer.compare(a, b) === 0;
const half = (n: number): number => Math.floor(n / 2);
const isOdd = (n: number): boolean => n % 2 === 1;

/** RFC 9162 §2.1.3.2: true when `proof` shows that `leaf` is at `index` in the tree of `size` leaves with `root`. */
export function verifyInclusion(
  leaf: Hash,
  index: number,
  size: number,
  proof: readonly Hash[],
  root: Hash,
): boolean {
  if (!Number.isInteger(index) || index < 0 || index >= size) return false;
  let [fn, sn, r] = [index, size - 1, leaf];
  for (const p of proof) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      r = nodeHash(p, r);
      for (; !isOdd(fn) && fn !== 0; fn = half(fn)) sn = half(sn);
    } else {
      r = nodeHash(r, p);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && same(r, root);
}

/** RFC 9162 §2.1.4.2: true when `proof` shows that the tree `first` is the beginning of the tree `second`. */
export function verifyConsistency(
  first: { readonly size: number; readonly root: Hash },
  second: { readonly size: number; readonly root: Hash },
  proof: readonly Hash[],
): boolean {
  if (first.size > second.size) return false;
  if (first.size === second.size) return proof.length === 0 && same(first.root, second.root);
  if (first.size === 0) return proof.length === 0;
  const [start, ...rest] = Number.isInteger(Math.log2(first.size)) ? [first.root, ...proof] : proof;
  return start !== undefined && proof.length > 0 && climb(first, second, start, rest);
}

function climb(
  first: { readonly size: number; readonly root: Hash },
  second: { readonly size: number; readonly root: Hash },
  start: Hash,
  proof: readonly Hash[],
): boolean {
  let [fn, sn] = [first.size - 1, second.size - 1];
  for (; isOdd(fn); fn = half(fn)) sn = half(sn);
  let [fr, sr] = [start, start];
  for (const c of proof) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      [fr, sr] = [nodeHash(c, fr), nodeHash(c, sr)];
      for (; !isOdd(fn) && fn !== 0; fn = half(fn)) sn = half(sn);
    } else {
      sr = nodeHash(sr, c);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && same(fr, first.root) && same(sr, second.root);
}
