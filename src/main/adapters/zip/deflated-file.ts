import { createHash } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { constants, crc32, deflateRaw } from 'node:zlib';
import type { WrittenEntry } from '../../ports/export-files.port.ts';

const deflate = promisify(deflateRaw);

/** Pieces of one file that are packed at the same time; two files grow side by side, and the thread pool has four threads. */
const AT_ONCE = 2;

/** Speed before size; and most pieces come back in one, because each costs a turn of the process. */
const fast = { level: constants.Z_BEST_SPEED, memLevel: 9, chunkSize: 2 ** 18 } as const;

/** An archive's own check, beside what is told of every entry. */
export type Deflated = WrittenEntry & { readonly crc32: number };

/**
 * A file that grows as one stream of DEFLATE (RFC 1951). Every piece is packed by itself, in the thread pool and beside others, and
 * ends on a whole byte, so that the pieces one behind the other are the stream.
 */
export class DeflatedFile {
  readonly path: string;
  readonly #handle: FileHandle;
  readonly #hash = createHash('sha256');
  readonly #packing: Promise<Buffer>[] = [];
  #bytes = 0;
  #crc = 0;

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.#handle = handle;
  }

  static async create(path: string): Promise<DeflatedFile> {
    return new DeflatedFile(path, await open(path, 'w', 0o600));
  }

  /** Resolves when there is room for another piece. */
  async add(piece: Uint8Array): Promise<void> {
    this.#hash.update(piece);
    this.#crc = crc32(piece, this.#crc);
    this.#bytes += piece.byteLength;
    this.#pack(piece, constants.Z_SYNC_FLUSH);
    if (this.#packing.length >= AT_ONCE) await this.#write();
  }

  async end(): Promise<Deflated> {
    this.#pack(new Uint8Array(), constants.Z_FINISH);
    while (this.#packing.length > 0) await this.#write();
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex'), crc32: this.#crc };
  }

  /** Closes it and takes it from the disk. */
  async remove(): Promise<void> {
    await this.#handle.close();
    await rm(this.path, { force: true });
  }

  #pack(piece: Uint8Array, finishFlush: number): void {
    const packed = deflate(piece, { ...fast, finishFlush });
    // It is awaited in its turn; a failure of one must not be reported as nobody's before that.
    packed.catch(() => undefined);
    this.#packing.push(packed);
  }

  async #write(): Promise<void> {
    const packed = await this.#packing.shift();
    if (packed !== undefined) await this.#handle.writeFile(packed);
  }
}
