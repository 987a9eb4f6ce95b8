import { mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { ReadableStream as WebStream } from 'node:stream/web';
import type { ZipWriter } from '@zip.js/zip.js';
import type { Archive } from '../../ports/export-files.port.ts';
import { PackedFile, type Packed } from './packed-file.ts';
import { DEFLATED } from './read-entry.ts';

/** So much zip.js puts together before it hands it on. */
export const CHUNK = 2 ** 18;
const PIECE = 2 * CHUNK;
/** zip.js copies each piece, a chunk at a time; in version 2.24 three are under way at most: one half copied, one behind it, one on its way. */
const PIECES = 6;

type Waiting = Packed & { readonly name: string; readonly path: string };

/** A folder of packed files that wait for their place in an archive, which has one place after another. */
export class Spool {
  readonly #folder: string;
  readonly #waiting: Waiting[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** As `Archive.addTogether`. */
  async addTogether(
    names: readonly string[],
    pieces: AsyncIterable<readonly Uint8Array[]>,
  ): ReturnType<Archive['addTogether']> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await using open = new AsyncDisposableStack();
    const files = names.map((_, at) => open.use(new PackedFile(this.#pathOf(at))));
    for await (const piece of pieces)
      await Promise.all(files.map((file, at) => file.add(piece[at] ?? new Uint8Array())));
    const together = await Promise.all(
      files.map(async (file, at) => ({ name: names[at] ?? '', path: file.path, ...(await file.end()) })),
    );
    this.#waiting.push(...together);
    return together.map(({ name: path, bytes, sha256 }) => ({ path, bytes, sha256 }));
  }

  /** Moves what waits into the archive. */
  async moveTo(zip: ZipWriter<unknown>): Promise<void> {
    for (const { name, path, bytes, crc32 } of this.#waiting.splice(0)) {
      const as = { passThrough: true, uncompressedSize: bytes, crc32, compressionMethod: DEFLATED };
      await zip.add(name, WebStream.from(piecesOf(path)) as ReadableStream, as);
      await rm(path);
    }
  }

  /** Takes it from the disk with all that is in it. Safe to repeat. */
  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  #pathOf(at: number): string {
    return join(this.#folder, String(this.#waiting.length + at));
  }
}

/** A file, in memory that is used again: fresh memory for each piece brings collections of garbage that cost more than the move. */
async function* piecesOf(path: string): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  await using file = await open(path);
  const pieces = Array.from({ length: PIECES }, () => Buffer.allocUnsafeSlow(PIECE));
  for (let at = 0; ; at += 1) {
    const piece = pieces[at % PIECES] ?? Buffer.alloc(PIECE);
    const length = await fill(piece, file);
    if (length > 0) yield piece.subarray(0, length);
    if (length < PIECE) return;
  }
}

/** As much as there is: a read may bring less. Many small pieces would be under way at once. */
async function fill(piece: Buffer, file: FileHandle): Promise<number> {
  for (let length = 0; ;) {
    const { bytesRead } = await file.read(piece, length, piece.length - length);
    length += bytesRead;
    if (bytesRead === 0 || length === piece.length) return length;
  }
}
