import { describe, expect, test } from 'vitest';
import {
  bundlePath,
  decodeBundle,
  encodeBundle,
  tilePath,
  tilesOf,
  type Tile,
} from '../../../../src/main/ledger/tiles.ts';

const paths = (size: number) => [...tilesOf(size)].map(tilePath);
const ofLevel = (size: number, level: number): readonly Tile[] =>
  [...tilesOf(size)].filter((tile) => tile.level === level);

describe('tiles', () => {
  test('have the path of the example in C2SP tlog-tiles', () => {
    expect(tilePath({ level: 0, n: 1234067, width: 256 })).toBe('tile/0/x001/x234/067');
    expect(bundlePath({ level: 0, n: 1234067, width: 256 })).toBe('tile/entries/x001/x234/067');
    expect(tilePath({ level: 2, n: 0, width: 1 })).toBe('tile/2/000.p/1');
    expect(tilePath({ level: 0, n: 1000, width: 5 })).toBe('tile/0/x001/000.p/5');
  });

  test('are as many as the example counts for 70,000 entries', () => {
    const [leaves, first, second] = [0, 1, 2].map((level) => ofLevel(70_000, level));
    expect(leaves).toHaveLength(274);
    expect(leaves!.at(-1)).toEqual({ level: 0, n: 273, width: 112 });
    expect(first).toEqual([
      { level: 1, n: 0, width: 256 },
      { level: 1, n: 1, width: 17 },
    ]);
    expect(second).toEqual([{ level: 2, n: 0, width: 1 }]);
    expect(ofLevel(70_000, 3)).toEqual([]);
  });

  test('of 256 entries are one full tile and one of width 1 above it', () => {
    expect(paths(256)).toEqual(['tile/0/000', 'tile/1/000.p/1']);
  });

  test('are never empty', () => {
    expect(paths(0)).toEqual([]);
    expect(paths(1)).toEqual(['tile/0/000.p/1']);
  });
});

describe('an entry bundle', () => {
  test('puts the length of each entry before it, in two bytes, big end first', () => {
    const bundle = encodeBundle([Buffer.from('ab'), Buffer.from(''), Buffer.alloc(0x0102, 0x78)]);
    expect(Buffer.from(bundle.subarray(0, 8)).toString('hex')).toBe(`0002616200000102`);
    expect(decodeBundle(bundle).map((entry) => entry.length)).toEqual([2, 0, 0x0102]);
  });

  test('that ends within an entry is not read', () => {
    const bundle = encodeBundle([Buffer.from('ab')]);
    expect(() => decodeBundle(bundle.subarray(0, 3))).toThrow(RangeError);
    expect(() => decodeBundle(bundle.subarray(0, 1))).toThrow(RangeError);
  });
});
