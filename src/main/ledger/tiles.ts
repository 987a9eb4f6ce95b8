import { HASH_BYTES } from './merkle-tree.ts';

/** C2SP tlog-tiles: hashes in a full tile, entries in a full bundle. */
export const TILE_WIDTH = 256;

/** Tree levels between two tile levels. */
export const TILE_HEIGHT = 8;

/** `width` hashes of tree level `8 · level`, beginning with number `256 · n`. */
export type Tile = { readonly level: number; readonly n: number; readonly width: number };

/** Every tile of a tree of `size` leaves, the partial ones at its right edge too. Never an empty one. */
export function* tilesOf(size: number): Generator<Tile> {
  for (let level = 0, hashes = size; hashes > 0; level += 1, hashes = Math.floor(hashes / TILE_WIDTH)) {
    for (let n = 0; n * TILE_WIDTH < hashes; n += 1) {
      yield { level, n, width: Math.min(TILE_WIDTH, hashes - n * TILE_WIDTH) };
    }
  }
}

/** C2SP tlog-tiles: `tile/<L>/<N>[.p/<W>]`. */
export const tilePath = ({ level, n, width }: Tile): string => `tile/${level}/${numbered(n, width)}`;

/** C2SP tlog-tiles: `tile/entries/<N>[.p/<W>]`. */
export const bundlePath = ({ n, width }: Tile): string => `tile/entries/${numbered(n, width)}`;

/** In groups of three digits, all but the last beginning with x: 1234067 is x001/x234/067. */
function numbered(n: number, width: number): string {
  const digits = String(n);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.{3}/g) ?? [];
  const path = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
  return width === TILE_WIDTH ? path : `${path}.p/${width}`;
}

/** An entry bundle: each entry after its length as a big-endian uint16. */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  const bundle = Buffer.allocUnsafeSlow(entries.reduce((sum, entry) => sum + 2 + entry.length, 0));
  let at = 0;
  for (const entry of entries) {
    at = bundle.writeUInt16BE(entry.length, at);
    bundle.set(entry, at);
    at += entry.length;
  }
  return bundle;
}

/** The entries of a bundle, without copying them. Throws a RangeError when it ends within an entry. */
export function decodeBundle(bundle: Uint8Array): readonly Uint8Array[] {
  const view = Buffer.from(bundle.buffer, bundle.byteOffset, bundle.byteLength);
  const entries: Uint8Array[] = [];
  for (let at = 0; at < view.length;) {
    const end = at + 2 + view.readUInt16BE(at);
    if (end > view.length) throw new RangeError('The bundle ends within an entry.');
    entries.push(view.subarray(at + 2, end));
    at = end;
  }
  return entries;
}

/** The hashes of a tile, one after the other. */
export const encodeTile = (hashes: readonly Uint8Array[]): Uint8Array =>
  Buffer.concat(hashes, hashes.length * HASH_BYTES);
