type Found = (value: number, start: number, end: number) => void;

const FACTOR = 0x01000193;
/** Bits of the filter in front of the table: 2 MiB, which a processor keeps close. */
const FILTER_BITS = 24;

/**
 * Strings of at least `width` characters, found by the hash of their first `width` ones (Karp and Rabin, 1987): the hash rolls
 * over a text in one pass, a bit filter sends most places away, and what is left is looked up whole. However many patterns begin
 * alike (telephone numbers do), a place costs one look for each of their lengths.
 */
export class Patterns {
  readonly #width: number;
  readonly #leave: number;
  readonly #filter = new Uint8Array(2 ** (FILTER_BITS - 3));
  /** Lengths of the patterns that begin so; by themselves where there is one, which is nearly everywhere. */
  readonly #lengths = new Map<number, number | readonly number[]>();
  readonly #values = new Map<string, number>();

  constructor(width: number) {
    this.#width = width;
    let power = 1;
    for (let at = 1; at < width; at += 1) power = Math.imul(power, FACTOR);
    this.#leave = power;
  }

  add(text: string, value: number): void {
    const hash = this.#hash(text);
    const bit = bitOf(hash);
    this.#filter[bit >>> 3] = (this.#filter[bit >>> 3] ?? 0) | (1 << (bit & 7));
    const known = lengthsOf(this.#lengths.get(hash));
    if (!known.includes(text.length))
      this.#lengths.set(hash, known.length === 0 ? text.length : [...known, text.length]);
    if (!this.#values.has(text)) this.#values.set(text, value);
  }

  /** Calls `found` for every occurrence. */
  each(text: string, found: Found): void {
    const width = this.#width;
    if (text.length < width || this.#values.size === 0) return;
    let hash = this.#hash(text);
    for (let end = width; ; end += 1) {
      const bit = bitOf(hash);
      if (((this.#filter[bit >>> 3] ?? 0) >>> (bit & 7)) & 1) this.#compare(text, end - width, hash, found);
      if (end >= text.length) return;
      hash = (hash - Math.imul(text.charCodeAt(end - width), this.#leave)) | 0;
      hash = (Math.imul(hash, FACTOR) + text.charCodeAt(end)) | 0;
    }
  }

  #compare(text: string, start: number, hash: number, found: Found): void {
    for (const length of lengthsOf(this.#lengths.get(hash))) {
      const value = this.#values.get(text.slice(start, start + length));
      // Near the end of the text there is less to look up than was asked for.
      if (value !== undefined && start + length <= text.length) found(value, start, start + length);
    }
  }

  #hash(text: string): number {
    let hash = 0;
    for (let at = 0; at < this.#width; at += 1) hash = (Math.imul(hash, FACTOR) + text.charCodeAt(at)) | 0;
    return hash;
  }
}

/** The low bits of a polynomial hash mix badly; a multiplication brings the high ones down. */
const bitOf = (hash: number): number => Math.imul(hash, 0x9e3779b1) >>> (32 - FILTER_BITS);

const lengthsOf = (known: number | readonly number[] | undefined): readonly number[] =>
  known === undefined ? [] : typeof known === 'number' ? [known] : known;
