import { squeezedUnit } from '../squeeze.ts';
import { LONG, SHORT } from '../value-search.ts';
import { mayHoldAnyScript } from './any-script.ts';
import { Beginnings, grown, moved } from './beginnings.ts';
import { BitFilter } from './sparse-set.ts';

/** Four letters in a row are looked up at once; every window of eight has them at one of five places, so every fifth place will do. */
const GRAM = 4;
const STRIDE = LONG - GRAM + 1;

const [KEPT, ESCAPE, OTHER_SCRIPT] = [0x100, 0x200, 0x400];
/** For each byte what stands for it in a squeezed text, and marks: it is kept, it may begin an escape, it is not ASCII. */
const marked = new Uint16Array(256).fill(OTHER_SCRIPT);
for (let code = 0; code < 128; code += 1) {
  const unit = squeezedUnit(code);
  marked[code] = unit === 0 ? (code === 0x25 ? ESCAPE : 0) : unit | KEPT;
}

const gramAt = (units: Uint8Array, at: number): number =>
  (units[at] ?? 0) |
  ((units[at + 1] ?? 0) << 8) |
  ((units[at + 2] ?? 0) << 16) |
  ((units[at + 3] ?? 0) << 24);

/** All marks of a text, how many letters and digits it has, and how many words. */
type Seen = { readonly seen: number; readonly length: number; readonly words: number };

/** Looks at text as it stands: could one of the values begin here, whatever case, spaces and punctuation? */
export class TextSieve {
  readonly #beginnings: Beginnings;
  readonly #grams: BitFilter;
  /** The text squeezed, and where its words begin in that. */
  #units = new Uint8Array(4096);
  #words = new Int32Array(4096);

  constructor(values: readonly string[]) {
    this.#beginnings = new Beginnings(values);
    const starts = Array.from({ length: STRIDE }, (_, at) => at);
    const texts = this.#beginnings.texts.map((text) => Buffer.from(text));
    this.#grams = new BitFilter(new Set(texts.flatMap((text) => starts.map((at) => gramAt(text, at)))));
  }

  get hasShort(): boolean {
    return this.#beginnings.short.size > 0;
  }

  /** Also true for what has to be decoded first. */
  mayHold(bytes: Buffer, start: number, end: number): boolean {
    this.#reserve(end - start);
    const { seen, length, words } = this.hasShort
      ? this.#squeezeWords(bytes, start, end)
      : this.#squeeze(bytes, start, end);
    if ((seen & ESCAPE) !== 0) return true;
    if ((seen & OTHER_SCRIPT) !== 0) return mayHoldAnyScript(this.#beginnings, bytes, start, end);
    return this.#holdsLong(length) || this.#holdsShort(words, length);
  }

  #squeeze(bytes: Buffer, start: number, end: number): Seen {
    const units = this.#units;
    let [seen, length] = [0, 0];
    for (let at = start; at < end; at += 1) {
      const mark = marked[bytes[at] ?? 0] ?? 0;
      units[length] = mark;
      length += (mark >> 8) & 1;
      seen |= mark;
    }
    return { seen, length, words: 0 };
  }

  /** As `#squeeze`, and remembers where words begin, which takes half as long again. */
  #squeezeWords(bytes: Buffer, start: number, end: number): Seen {
    const units = this.#units;
    const begins = this.#words;
    let [seen, length] = [0, 0];
    let [words, before] = [0, 0];
    for (let at = start; at < end; at += 1) {
      const mark = marked[bytes[at] ?? 0] ?? 0;
      const kept = (mark >> 8) & 1;
      units[length] = mark;
      begins[words] = length;
      words += kept & ~before;
      length += kept;
      before = kept;
      seen |= mark;
    }
    return { seen, length, words };
  }

  #reserve(bytes: number): void {
    if (bytes <= this.#units.length) return;
    this.#units = new Uint8Array(2 * bytes);
    this.#words = new Int32Array(2 * bytes);
  }

  #holdsLong(length: number): boolean {
    const units = this.#units;
    for (let at = STRIDE - 1; at <= length - GRAM; at += STRIDE)
      if (this.#grams.mayHave(gramAt(units, at)) && this.#beginsAround(at, length)) return true;
    return false;
  }

  /** All windows that hold the four letters from here on. */
  #beginsAround(at: number, length: number): boolean {
    const from = at - STRIDE + 1;
    let hash = 0;
    for (let next = from; next < Math.min(at + LONG, length); next += 1) {
      const leaves = next - from < LONG ? 0 : (this.#units[next - LONG] ?? 0);
      hash = moved(hash, leaves, this.#units[next] ?? 0);
      if (next - from + 1 >= LONG && this.#beginnings.long.has(hash)) return true;
    }
    return false;
  }

  /** Three letters at the beginning of a word. */
  #holdsShort(words: number, length: number): boolean {
    for (let word = 0; word < words; word += 1) {
      const at = this.#words[word] ?? 0;
      if (at + SHORT <= length && this.#beginnings.short.has(this.#three(at))) return true;
    }
    return false;
  }

  #three(at: number): number {
    const units = this.#units;
    return grown(grown(units[at] ?? 0, units[at + 1] ?? 0), units[at + 2] ?? 0);
  }
}
