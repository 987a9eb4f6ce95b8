import { createReadStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ZipWriter } from '@zip.js/zip.js';
import type { Archive } from '../../ports/export-files.port.ts';
import { PackedFile, type Packed } from './packed-file.ts';
import { DEFLATED } from './read-entry.ts';

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
      const packed = Readable.toWeb(createReadStream(path)) as ReadableStream;
      const as = { passThrough: true, uncompressedSize: bytes, crc32, compressionMethod: DEFLATED };
      await zip.add(name, packed, as);
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
