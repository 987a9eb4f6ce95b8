import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  consistencyProof,
  inclusionProof,
  verifyConsistency,
  verifyInclusion,
} from '../../../../src/main/ledger/merkle-proof.ts';
import { edgeAt, leafHash, rootOf } from '../../../../src/main/ledger/merkle-tree.ts';
import { grownTree, someInputs } from './grown-tree.ts';
import { consistencies, inclusions, inputs, roots } from './rfc6962-vectors.ts';

const LARGEST = 130;
const { node } = grownTree(someInputs(LARGEST));
const treeAt = (size: number) => ({ size, root: rootOf(edgeAt(size, node)) });
const size = fc.integer({ min: 1, max: LARGEST });
const sizeAndIndex = size.chain((n) => fc.tuple(fc.constant(n), fc.integer({ min: 0, max: n - 1 })));
const twoSizes = fc.tuple(size, size).map(([a, b]): [number, number] => (a < b ? [a, b] : [b, a]));
const leaf = (index: number) => leafHash(Buffer.from(`entry ${index}`));

/** Every way to spoil a proof: a bit in each hash, one hash too few, too many, or in another order. */
function* spoiled(proof: readonly Uint8Array[]): Generator<readonly Uint8Array[]> {
  for (const i of proof.keys()) {
    yield proof.map((hash, n) => (n === i ? hash.map((byte, at) => (at === 0 ? byte ^ 8 : byte)) : hash));
    yield proof.toSpliced(i, 1);
  }
  yield [...proof, leaf(0)];
  yield [leaf(0), ...proof];
  if (proof.length > 1) yield proof.toReversed();
}

describe('inclusion proofs', () => {
  const published = grownTree(inputs);

  test.each(inclusions)('are the published ones: leaf $index of $size', ({ index, size: of, proof }) => {
    expect(inclusionProof(index, of, published.node)).toEqual(proof);
    expect(verifyInclusion(leafHash(inputs[index]!), index, of, proof, roots[of - 1]!)).toBe(true);
  });

  test('hold for every leaf of trees of any size, and take log2 hashes', () => {
    fc.assert(
      fc.property(sizeAndIndex, ([of, index]) => {
        const proof = inclusionProof(index, of, node);
        expect(proof.length).toBeLessThanOrEqual(Math.ceil(Math.log2(of)));
        expect(verifyInclusion(leaf(index), index, of, proof, treeAt(of).root)).toBe(true);
      }),
    );
  });

  test('hold for nothing else: another leaf, place, size, root or path', () => {
    fc.assert(
      fc.property(sizeAndIndex, ([of, index]) => {
        const { root } = treeAt(of);
        const proof = inclusionProof(index, of, node);
        expect(verifyInclusion(leaf(index + 1), index, of, proof, root)).toBe(false);
        expect(verifyInclusion(leaf(index), index, of, proof, leaf(7))).toBe(false);
        for (const other of [-1, index - 1, index + 1, index ^ 2, of, 0.5]) {
          if (other !== index) expect(verifyInclusion(leaf(index), other, of, proof, root)).toBe(false);
        }
        for (const path of spoiled(proof))
          expect(verifyInclusion(leaf(index), index, of, path, root)).toBe(false);
      }),
    );
  });
});

describe('consistency proofs', () => {
  const published = grownTree(inputs);

  test.each(consistencies)('are the published ones: $from to $to', ({ from, to, proof }) => {
    expect(consistencyProof(from, to, published.node)).toEqual(proof);
    const [first, second] = [from, to].map((of) => ({ size: of, root: roots[of - 1]! }));
    expect(verifyConsistency(first!, second!, proof)).toBe(true);
  });

  test('hold between any two sizes', () => {
    fc.assert(
      fc.property(twoSizes, ([from, to]) => {
        expect(verifyConsistency(treeAt(from), treeAt(to), consistencyProof(from, to, node))).toBe(true);
      }),
    );
  });

  test('hold for nothing else: other sizes, roots or paths, or back in time', () => {
    fc.assert(
      fc.property(
        twoSizes.filter(([from, to]) => from < to),
        ([from, to]) => {
          const [first, second, proof] = [treeAt(from), treeAt(to), consistencyProof(from, to, node)];
          expect(verifyConsistency({ size: from, root: leaf(7) }, second, proof)).toBe(false);
          expect(verifyConsistency(first, { size: to, root: leaf(7) }, proof)).toBe(false);
          expect(verifyConsistency(second, first, proof)).toBe(false);
          expect(verifyConsistency(first, second, [])).toBe(false);
          expect(verifyConsistency({ ...first, size: from + 1 }, second, proof)).toBe(false);
          for (const path of spoiled(proof)) expect(verifyConsistency(first, second, path)).toBe(false);
        },
      ),
    );
  });
});
