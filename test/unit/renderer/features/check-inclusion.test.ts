import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkInclusion } from '../../../../src/renderer/features/ledger/check-inclusion.ts';

/** A tree after RFC 6962 §2.1, by its definition and nothing else. */
const sha = (...parts: readonly Uint8Array[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const leaf = (text: string): Buffer => sha(Buffer.of(0), Buffer.from(text));

function split(size: number): number {
  let k = 1;
  while (k * 2 < size) k *= 2;
  return k;
}
function rootOf(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 1) return leaves[0]!;
  const k = split(leaves.length);
  return sha(Buffer.of(1), rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
}
function pathOf(index: number, leaves: readonly Buffer[]): readonly Buffer[] {
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  return index < k
    ? [...pathOf(index, leaves.slice(0, k)), rootOf(leaves.slice(k))]
    : [...pathOf(index - k, leaves.slice(k)), rootOf(leaves.slice(0, k))];
}

function proofText(index: number, leaves: readonly Buffer[]): string {
  const hashes = pathOf(index, leaves).map((hash) => `${hash.toString('base64')}\n`);
  const note = `example.com/log\n${leaves.length}\n${rootOf(leaves).toString('base64')}\n\n— example.com/log AAAA\n`;
  return `c2sp.org/tlog-proof@v1\nindex ${index}\n${hashes.join('')}\n${note}`;
}

const treeAndIndex = fc
  .integer({ min: 1, max: 70 })
  .chain((size) => fc.record({ size: fc.constant(size), index: fc.nat(size - 1) }));
const leavesOf = (size: number) => Array.from({ length: size }, (_, index) => leaf(`entry ${index}`));

describe('the proof of an entry, checked in the window', () => {
  test('holds for every entry of a tree of any size', async () => {
    await fc.assert(
      fc.asyncProperty(treeAndIndex, async ({ size, index }) => {
        const leaves = leavesOf(size);
        const checked = await checkInclusion(leaves[index]!.toString('hex'), index, proofText(index, leaves));
        expect(checked).toEqual({ proven: true, size, root: rootOf(leaves).toString('hex') });
      }),
    );
  });

  test('does not hold for another leaf, another place, or a path with one hash changed, added or left out', async () => {
    const leaves = leavesOf(13);
    const text = proofText(5, leaves);
    const own = leaves[5]!.toString('hex');
    const lines = text.split('\n');
    const proven = async (leafHash: string, index: number, proof: string) =>
      (await checkInclusion(leafHash, index, proof)).proven;
    expect(await proven(own, 5, text)).toBe(true);
    expect(await proven(leaves[6]!.toString('hex'), 5, text)).toBe(false);
    expect(await proven(own, 6, text)).toBe(false);
    expect(await proven(own, 5, lines.toSpliced(2, 1).join('\n'))).toBe(false);
    expect(await proven(own, 5, lines.toSpliced(2, 0, lines[2]!).join('\n'))).toBe(false);
    expect(await proven(own, 5, lines.with(3, leaf('x').toString('base64')).join('\n'))).toBe(false);
  });

  test('does not hold for what is no proof', async () => {
    for (const text of ['', 'index 3', 'c2sp.org/tlog-proof@v1\nindex 0\n\nexample.com/log\nmany\n'])
      expect(await checkInclusion('00'.repeat(32), 0, text)).toMatchObject({ proven: false });
  });
});
