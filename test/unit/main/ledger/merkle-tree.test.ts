import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMPTY_ROOT, edgeAt, rootOf, type Hash } from '../../../../src/main/ledger/merkle-tree.ts';
import { grownTree, someInputs } from './grown-tree.ts';
import { emptyRoot, inputs, roots } from './rfc6962-vectors.ts';

const sha256 = (...parts: readonly Uint8Array[]): Hash => hash('sha256', Buffer.concat(parts), 'buffer');

/** RFC 6962 §2.1 word for word, as slow as it reads. */
function treeHash(entries: readonly Uint8Array[]): Hash {
  if (entries.length === 0) return sha256();
  if (entries.length === 1) return sha256(Buffer.of(0), entries[0]!);
  let k = 1;
  while (k * 2 < entries.length) k *= 2;
  return sha256(Buffer.of(1), treeHash(entries.slice(0, k)), treeHash(entries.slice(k)));
}

describe('the Merkle tree', () => {
  test('has the published root of the empty tree', () => {
    expect(EMPTY_ROOT).toEqual(emptyRoot);
    expect(rootOf(grownTree([]).edge)).toEqual(emptyRoot);
  });

  test.each(roots.map((root, i) => [i + 1, root] as const))(
    'has the published root of %i leaves',
    (size, root) => {
      expect(rootOf(grownTree(inputs.slice(0, size)).edge)).toEqual(root);
    },
  );

  test('has the root that RFC 6962 defines, for trees of any size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), (size) => {
        const entries = someInputs(size);
        expect(rootOf(grownTree(entries).edge)).toEqual(treeHash(entries));
      }),
    );
  });

  test('finds the edge of every earlier tree in the stored nodes', () => {
    const { node } = grownTree(someInputs(200));
    for (let size = 0; size <= 200; size += 1) {
      expect(edgeAt(size, node)).toEqual(grownTree(someInputs(size)).edge);
    }
  });
});
