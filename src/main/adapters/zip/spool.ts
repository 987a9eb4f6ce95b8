import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ReadableStream as WebStream } from 'node:stream/web';
import type { ZipWriter } from '@zip.js/zip.js';
import type { Archive } from '../../ports/export-files.port.ts';
import { PackedFile, type Packed } from './packed-file.ts';
import { DEFLATED } from './read-entry.ts';

/** More than zip.js puts together before it hands on (`chunkSize`, 64 KiB): so it never waits for more than the next piece. */
const PIECE = 2 ** 18;
/** zip.js copies each piece; of its version 2.24 three are under way at most: one half copied, one behind it, one on its way there. */
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
    const { bytesRead } = await file.read(piece);
    if (bytesRead === 0) return;
    yield piece.subarray(0, bytesRead);
  }
}
