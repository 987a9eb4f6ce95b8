import { hash } from 'node:crypto';

/** Rows, and the sum of their hashes: 256 bits in lower-case hex. */
export type TableDigest = { readonly rows: number; readonly digest: string };

/** SHA-256 as eight numbers of 32 bits; two of them are a word. */
const HALVES = 8;
const HALF = 2 ** 32;
/** So many sums of 32 bits are exact in a double. */
const EXACT = 2 ** 20;

/**
 * Digest of a set of rows, whatever their order: each row's SHA-256 as four 64-bit words, each word summed modulo 2^64. It shows
 * that nothing was lost, doubled or changed on the way; it is no defence against someone who makes up rows to collide.
 *
 * A row is hashed as its record (row-record.ts), which a database can make as well: `sha256(record_send(row(a, b::text, …)))`.
 */
export class TableDigester {
  readonly #sums = new Float64Array(HALVES);
  #rows = 0;

  /** Adds a row by its record (row-record.ts). */
  addRecord(record: Buffer): void {
    // As a string, because memory of its own for each hash would cost more than the hash.
    const bytes = hash('sha256', record, 'binary');
    for (let half = 0; half < HALVES; half += 1)
      this.#sums[half] = (this.#sums[half] ?? 0) + halfOf(bytes, half * 4);
    this.#countRow();
  }

  /** Adds a row by its hash, the 32 bytes from `at` on. */
  addHash(bytes: Buffer, at: number): void {
    for (let half = 0; half < HALVES; half += 1)
      this.#sums[half] = (this.#sums[half] ?? 0) + bytes.readUInt32BE(at + half * 4);
    this.#countRow();
  }

  result(): TableDigest {
    this.#carry();
    const digest = [...this.#sums].map((half) => half.toString(16).padStart(8, '0')).join('');
    return { rows: this.#rows, digest };
  }

  #countRow(): void {
    this.#rows += 1;
    if (this.#rows % EXACT === 0) this.#carry();
  }

  #carry(): void {
    for (let low = 1; low < HALVES; low += 2) {
      const [high, sum] = [this.#sums[low - 1] ?? 0, this.#sums[low] ?? 0];
      this.#sums[low] = sum % HALF;
      this.#sums[low - 1] = (high + Math.floor(sum / HALF)) % HALF;
    }
  }
}

const halfOf = (bytes: string, at: number): number =>
  bytes.charCodeAt(at) * 2 ** 24 +
  (bytes.charCodeAt(at + 1) << 16) +
  (bytes.charCodeAt(at + 2) << 8) +
  bytes.charCodeAt(at + 3);
