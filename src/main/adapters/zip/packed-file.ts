import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { constants, crc32, createDeflateRaw } from 'node:zlib';
import { PIECES_HELD, type WrittenEntry } from '../../ports/export-files.port.ts';

/** An archive's own check, beside what is told of every entry. */
export type Packed = WrittenEntry & { readonly crc32: number };

/** Speed before size. Room for what several pieces come to: a packer whose room is full must be told to go on, which takes two threads. */
const fast = { level: constants.Z_BEST_SPEED, windowBits: 13, chunkSize: 2 ** 20 } as const;

/**
 * A file that waits beside an archive for its place in it: one stream of DEFLATE (RFC 1951), packed in the thread pool as it comes,
 * so that several grow side by side while their rows are still read.
 */
export class PackedFile {
  readonly path: string;
  readonly #packer = createDeflateRaw(fast);
  readonly #written: Promise<void>;
  readonly #hash = createHash('sha256');
  readonly #packing: Promise<void>[] = [];
  #bytes = 0;
  #crc = 0;

  constructor(path: string) {
    this.path = path;
    this.#written = pipeline(this.#packer, createWriteStream(path, { mode: 0o600 }));
    // It is awaited with the next piece or at the end; its failure must not be reported as nobody's before that.
    this.#written.catch(() => undefined);
  }

  /** Resolves while no more than `PIECES_HELD` are under way. */
  async add(piece: Uint8Array): Promise<void> {
    if (this.#packing.length === PIECES_HELD) await this.#packing.shift();
    // What fails is told by what writes, and as what it was.
    const packing = Promise.race([this.#pack(piece), this.#written]);
    packing.catch(() => undefined);
    this.#packing.push(packing);
    this.#hash.update(piece);
    this.#crc = crc32(piece, this.#crc);
    this.#bytes += piece.byteLength;
  }

  async end(): Promise<Packed> {
    await Promise.all(this.#packing);
    this.#packer.end();
    await this.#written;
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex'), crc32: this.#crc };
  }

  /** What is not ended is given up. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#packer.destroy();
    await this.#written.catch(() => undefined);
  }

  #pack(piece: Uint8Array): Promise<void> {
    return new Promise((resolve) => this.#packer.write(piece, (error) => error ?? resolve()));
  }
}
