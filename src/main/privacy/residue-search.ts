import type { PackedRows } from '../ports/database.port.ts';
import { findEverywhere } from './hidden-values.ts';
import { eachRow, LENGTH } from './packed-rows.ts';
import { Sieve } from './sieve/sieve.ts';
import { ValueSearch } from './value-search.ts';

/** Searches rows of texts for values, wherever and however they are written, as `findEverywhere` does, and much faster where there is nothing. */
export class ResidueSearch {
  readonly #sieve: Sieve;
  readonly #search: ValueSearch;

  constructor(values: readonly string[]) {
    this.#sieve = new Sieve(values);
    this.#search = new ValueSearch(values);
  }

  /** Adds to each column's count in how many of these rows a value stands there. Answers with the number of rows. */
  count(rows: PackedRows, counts: number[]): number {
    let seen = 0;
    eachRow(rows, (first) => {
      seen += 1;
      let at = first;
      for (let column = 0; column < counts.length; column += 1) {
        const start = at + LENGTH;
        at = start + Math.max(rows.readInt32BE(at), 0);
        if (this.stands(rows, start, at)) counts[column] = (counts[column] ?? 0) + 1;
      }
    });
    return seen;
  }

  /** Whether a value stands in the text between two places. */
  stands(bytes: Buffer, start: number, end: number): boolean {
    if (!this.#sieve.mayHold(bytes, start, end)) return false;
    return findEverywhere(this.#search, bytes.toString('utf8', start, end)).length > 0;
  }
}
