import { Base64Sieve } from './base64-sieve.ts';
import { TextSieve } from './text-sieve.ts';

/**
 * Says of nearly every text, at once and from its bytes, that `findEverywhere` would find nothing in it. What it lets through needs
 * that closer look: it may be wrong there, and is not the other way round. Of values shorter than eight letters it promises so
 * much in base64 only where at least three bytes of text stand in line with them.
 */
export class Sieve {
  readonly #texts: TextSieve;
  readonly #base64: Base64Sieve;

  constructor(values: readonly string[]) {
    this.#texts = new TextSieve(values);
    this.#base64 = new Base64Sieve(this.#texts, values);
  }

  /** `bytes` from `start` to `end` is one value in UTF-8. */
  mayHold(bytes: Buffer, start: number, end: number): boolean {
    return this.#texts.mayHold(bytes, start, end) || this.#base64.mayHold(bytes, start, end);
  }
}
