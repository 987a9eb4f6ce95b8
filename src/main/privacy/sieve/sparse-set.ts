/** Bits of the filter for each number: one in so many others gets past it. */
const BITS_EACH = 64;
const [FEWEST_BITS, MOST_BITS] = [16, 25];
const WORD = 32;

/** A set that forgets what it holds but for a trace of bits, close to the processor: it may say yes to others, never no to its own. */
export class BitFilter {
  readonly #bits: Uint8Array;
  readonly #shift: number;

  constructor(numbers: ReadonlySet<number>) {
    const wanted = Math.ceil(Math.log2(numbers.size * BITS_EACH + 1));
    const bits = Math.min(Math.max(wanted, FEWEST_BITS), MOST_BITS);
    this.#bits = new Uint8Array(2 ** (bits - 3));
    this.#shift = WORD - bits;
    for (const number of numbers) {
      const bit = this.#bitOf(number);
      this.#bits[bit >>> 3] = (this.#bits[bit >>> 3] ?? 0) | (1 << (bit & 7));
    }
  }

  mayHave(number: number): boolean {
    const bit = this.#bitOf(number);
    return (((this.#bits[bit >>> 3] ?? 0) >>> (bit & 7)) & 1) === 1;
  }

  /** The low bits of a polynomial hash mix badly; a multiplication brings the high ones down. */
  #bitOf(number: number): number {
    return Math.imul(number, 0x9e3779b1) >>> this.#shift;
  }
}

/** Numbers of 32 bits of which few are there and very many are asked for. */
export class SparseSet {
  readonly #numbers: ReadonlySet<number>;
  readonly #filter: BitFilter;

  constructor(numbers: Iterable<number>) {
    this.#numbers = new Set(numbers);
    this.#filter = new BitFilter(this.#numbers);
  }

  get size(): number {
    return this.#numbers.size;
  }

  has(number: number): boolean {
    return this.#filter.mayHave(number) && this.#numbers.has(number);
  }
}
