import { Patterns } from './patterns.ts';
import { squeeze, type Squeezed } from './squeeze.ts';

/** A place in a text where a value stands, as offsets of the text itself; `end` is exclusive. */
export type Match = { readonly value: number; readonly start: number; readonly end: number };

/** A value this short, squeezed, counts only where it stands as a word of its own; below the second one it is no evidence. */
export const LONG = 8;
export const SHORT = 3;

/**
 * Searches texts for very many values at once, whatever their case, spacing and punctuation. One pass over a text with two rolling hashes; memory grows with the
 * values alone, some 16 bytes for each beside the text of it.
 */
export class ValueSearch {
  readonly #long = new Patterns(LONG);
  readonly #short = new Patterns(SHORT);
  #tooShort = 0;

  /** Equal values are one. `id` comes back in the matches. */
  constructor(values: Iterable<string>) {
    const seen = new Set<string>();
    let id = 0;
    for (const value of values) {
      const { text } = squeeze(value);
      if (!seen.has(text)) this.#add(text, id);
      seen.add(text);
      id += 1;
    }
  }

  /** Values that cannot be searched for, because they would be found everywhere. */
  get tooShort(): number {
    return this.#tooShort;
  }

  /** Matches in order of their end; they may overlap. */
  find(text: string): readonly Match[] {
    if (text.length < SHORT) return [];
    const squeezed = squeeze(text);
    const found: Match[] = [];
    this.#long.each(squeezed.text, (value, start, end) => {
      const match = placed(squeezed, value, start, end);
      const isNumber = digits.test(squeezed.text.slice(start, end));
      if (!isNumber || !isChance(text, match)) found.push(match);
    });
    this.#short.each(squeezed.text, (value, start, end) => {
      const match = placed(squeezed, value, start, end);
      if (standsAlone(text, match)) found.push(match);
    });
    return found;
  }

  #add(text: string, id: number): void {
    if (text.length >= LONG) this.#long.add(text, id);
    else if (text.length >= SHORT) this.#short.add(text, id);
    else this.#tooShort += 1;
  }
}

const placed = ({ places }: Squeezed, value: number, start: number, end: number): Match => ({
  value,
  start: places[start] ?? 0,
  end: (places[end - 1] ?? 0) + 1,
});

const wordly = /[\p{L}\p{N}]/u;

const standsAlone = (text: string, { start, end }: Match): boolean =>
  !wordly.test(text.charAt(start - 1)) && !wordly.test(text.charAt(end));

const digits = /^\p{N}+$/u;
const keyLike = /[\w-]/;
/** As long as keys and digests are, and few words that people write. */
const KEY = 20;

/** Among very many keys and digests some hold eight digits that are somebody's birthday. */
const isChance = (text: string, match: Match): boolean =>
  isInUuid(text, match) || (!standsAlone(text, match) && isInKey(text, match));

const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
const UUID = 36;

function isInUuid(text: string, { start, end }: Match): boolean {
  const from = Math.max(0, start - UUID);
  const around = text.slice(from, end + UUID).matchAll(uuid);
  return [...around].some(({ index }) => from + index <= start && from + index + UUID >= end);
}

function isInKey(text: string, { start, end }: Match): boolean {
  let [from, to] = [start, end];
  while (to - from < KEY && keyLike.test(text.charAt(from - 1))) from -= 1;
  while (to - from < KEY && keyLike.test(text.charAt(to))) to += 1;
  return to - from >= KEY;
}
