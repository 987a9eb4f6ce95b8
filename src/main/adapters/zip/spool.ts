import { createReadStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ZipWriter } from '@zip.js/zip.js';
import type { Archive } from '../../ports/export-files.port.ts';
import { packFile } from './pack-file.ts';
import { SpoolFile, type Spooled } from './spool-file.ts';

type Waiting = Spooled & { readonly name: string; readonly path: string };

const packedName = (path: string): string => `${path}.packed`;

/** DEFLATE, as ZIP numbers it (APPNOTE 4.4.5). */
const DEFLATED = 8;

/** A folder of files that wait for their place in an archive, which has one place after another and is packed when all have come. */
export class Spool {
  readonly #folder: string;
  readonly #waiting: (readonly Waiting[])[] = [];

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
    const files: SpoolFile[] = [];
    for (const at of names.keys())
      files.push(open.use(await SpoolFile.create(join(this.#folder, `${this.#waiting.length}.${at}`))));
    for await (const piece of pieces)
      await Promise.all(files.map((file, at) => file.add(piece[at] ?? new Uint8Array())));
    const together = await Promise.all(
      files.map(async (file, at) => ({ name: names[at] ?? '', path: file.path, ...(await file.end()) })),
    );
    this.#waiting.push(together);
    return together.map(({ name: path, bytes, sha256 }) => ({ path, bytes, sha256 }));
  }

  /** Packs what waits into the archive; files that grew side by side are packed side by side. */
  async moveTo(zip: ZipWriter<unknown>): Promise<void> {
    for (const together of this.#waiting) {
      await Promise.all(together.map(({ path }) => packFile(path, packedName(path))));
      for (const { name, path, bytes, crc32 } of together) {
        const packed = Readable.toWeb(createReadStream(packedName(path))) as ReadableStream;
        const as = { passThrough: true, uncompressedSize: bytes, crc32, compressionMethod: DEFLATED };
        await zip.add(name, packed, as);
        await Promise.all([rm(path), rm(packedName(path))]);
      }
    }
  }

  /** Takes it from the disk with all that is in it. Safe to repeat. */
  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}
