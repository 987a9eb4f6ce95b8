import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { OperatorError } from '../../shared/errors/operator-error.ts';
import type { LedgerStore } from '../ports/ledger-store.port.ts';
import {
  bundlePath,
  encodeBundle,
  encodeTile,
  TILE_HEIGHT,
  TILE_WIDTH,
  tilePath,
  tilesOf,
  type Tile,
} from './tiles.ts';
import { nodesOf } from './stored-nodes.ts';

/**
 * Writes the first `size` entries as C2SP tlog-tiles below `dir`, one bundle in memory at a time. The checkpoint comes
 * last: a folder that has one is whole. `E_LEDGER_EXPORT_FAILED`.
 */
export async function exportTiles(
  store: LedgerStore,
  size: number,
  checkpoint: string,
  dir: string,
): Promise<{ readonly entries: number; readonly files: number }> {
  let files = 1;
  for (const tile of tilesOf(size)) {
    await write(dir, tilePath(tile), encodeTile(hashesIn(store, tile)));
    files += 1;
    if (tile.level > 0) continue;
    await write(dir, bundlePath(tile), bundleOf(store, tile));
    files += 1;
  }
  await write(dir, 'checkpoint', checkpoint);
  return { entries: size, files };
}

function hashesIn(store: LedgerStore, { level, n, width }: Tile): readonly Uint8Array[] {
  const node = nodesOf(store);
  return Array.from({ length: width }, (_, i) => node(level * TILE_HEIGHT, n * TILE_WIDTH + i));
}

function bundleOf(store: LedgerStore, { n, width }: Tile): Uint8Array {
  const from = n * TILE_WIDTH;
  return encodeBundle(store.entries({ from, before: from + width }).map(({ envelope }) => envelope));
}

async function write(dir: string, path: string, content: string | Uint8Array): Promise<void> {
  const file = join(dir, path);
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  } catch (cause) {
    throw new OperatorError('E_LEDGER_EXPORT_FAILED', { details: { file: path }, cause });
  }
}
