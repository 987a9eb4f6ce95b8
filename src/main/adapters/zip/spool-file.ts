import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import type { WrittenEntry } from '../../ports/export-files.port.ts';

/** An archive's own check, beside what is told of every entry. */
export type Spooled = WrittenEntry & { readonly crc32: number };

/**
 * A file that waits beside an archive for its place in it, as it came: while a snapshot is open, nothing is done to what is read but
 * to write it down.
 */
export class SpoolFile {
  readonly path: string;
  readonly #handle: FileHandle;
  readonly #hash = createHash('sha256');
  #writing: Promise<void> = Promise.resolve();
  #bytes = 0;
  #crc = 0;

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.#handle = handle;
  }

  static async create(path: string): Promise<SpoolFile> {
    return new SpoolFile(path, await open(path, 'w', 0o600));
  }

  /** Resolves when the piece before is written: this one may still be under way. */
  async add(piece: Uint8Array): Promise<void> {
    await this.#writing;
    this.#writing = this.#handle.writeFile(piece);
    // It is awaited in its turn; its failure must not be reported as nobody's before that.
    this.#writing.catch(() => undefined);
    this.#hash.update(piece);
    this.#crc = crc32(piece, this.#crc);
    this.#bytes += piece.byteLength;
  }

  async end(): Promise<Spooled> {
    await this.#writing;
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex'), crc32: this.#crc };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }
}
