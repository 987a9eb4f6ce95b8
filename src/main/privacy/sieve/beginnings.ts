import { squeeze } from '../squeeze.ts';
import { LONG, SHORT } from '../value-search.ts';
import { SparseSet } from './sparse-set.ts';

const FACTOR = 0x01000193;
/** What a unit has become worth when it leaves a window of `LONG` ones. */
const LEAVING = Array.from({ length: LONG - 1 }).reduce<number>((power) => Math.imul(power, FACTOR), 1);

/** The hash of one unit more. */
export const grown = (hash: number, unit: number): number => (Math.imul(hash, FACTOR) + unit) | 0;

/** The hash of a window of `LONG` units that moves on by one (Karp and Rabin, 1987). */
export const moved = (hash: number, leaves: number, enters: number): number =>
  (Math.imul(hash - Math.imul(leaves, LEAVING), FACTOR) + enters) | 0;

const hashOf = (text: string): number =>
  Array.from(text, (_, at) => text.charCodeAt(at)).reduce((hash, unit) => grown(hash, unit), 0);

/** What values begin with: the first eight letters and digits of most, the first three of shorter ones. */
export class Beginnings {
  readonly long: SparseSet;
  readonly short: SparseSet;
  /** Those of the long ones that are ASCII. */
  readonly texts: readonly string[];

  constructor(values: readonly string[]) {
    const squeezed = values.map((value) => squeeze(value).text);
    const long = squeezed.filter(({ length }) => length >= LONG).map((text) => text.slice(0, LONG));
    const short = squeezed.filter(({ length }) => length >= SHORT && length < LONG);
    this.long = new SparseSet(long.map(hashOf));
    this.short = new SparseSet(short.map((text) => hashOf(text.slice(0, SHORT))));
    this.texts = [...new Set(long)].filter((text) => /^[\0-\x7f]*$/.test(text));
  }
}
