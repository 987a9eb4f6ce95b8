import { createHash } from 'node:crypto';

/** A row as text, in the order of the table's columns. */
export type TextRow = readonly (string | null)[];

/** Rows, and the sum of their hashes: 256 bits in lower-case hex. */
export type TableDigest = { readonly rows: number; readonly digest: string };

const WORDS = 4;
const WORD_BITS = 64;

/**
 * Digest of a set of rows, whatever their order: each row's SHA-256 as four 64-bit words, each word summed modulo 2^64. It shows
 * that nothing was lost, doubled or changed on the way; it is no defence against someone who makes up rows to collide.
 *
 * A row is hashed as its values one behind the other, each as its length in bytes (UTF-8), a colon and itself; a missing value is a hyphen.
 */
export class TableDigester {
  readonly #sums = new BigUint64Array(WORDS);
  #rows = 0;

  add(row: TextRow): void {
    const hash = createHash('sha256').update(canonicalRow(row)).digest();
    for (let word = 0; word < WORDS; word += 1)
      this.#sums[word] = (this.#sums[word] ?? 0n) + hash.readBigUInt64BE(word * 8);
    this.#rows += 1;
  }

  result(): TableDigest {
    return { rows: this.#rows, digest: hexOf([...this.#sums]) };
  }
}

const canonicalRow = (row: TextRow): string =>
  row.map((value) => (value === null ? '-' : `${Buffer.byteLength(value)}:${value}`)).join('');

/** The same digest from sums that a database made: decimal, signed, not reduced. */
export const digestOfSums = (rows: number, sums: readonly string[]): TableDigest => ({
  rows,
  digest: hexOf(sums.map((sum) => BigInt.asUintN(WORD_BITS, BigInt(sum)))),
});

const hexOf = (words: readonly bigint[]): string =>
  words.map((word) => word.toString(16).padStart(WORD_BITS / 4, '0')).join('');
