import type { TextSieve } from './text-sieve.ts';

/** Fewest characters that hide a value: as few as `findEverywhere` reads, and as eight letters take. */
const [FEWEST, FEWEST_OF_LONG] = [8, 11];
const QUAD = 4;
const NONE = 64;

/** What a character of base64 or base64url stands for: six bits, or 64 for any other byte. */
const sixBits = new Uint8Array(256).fill(NONE);
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
for (const [value, byte] of Buffer.from(`${alphabet}+/`).entries()) sixBits[byte] = value;
for (const [value, byte] of Buffer.from('-_').entries()) sixBits[byte] = alphabet.length + value;

/** Spaces, dashes and quotation marks beyond ASCII that people and programs write between the parts of a name. */
const separators =
  '\u00a0\u00ad\u00b7\u2007\u2009\u200b\u2010\u2011\u2012\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u202f';

/** Bytes that a text with one of the values in it can have. */
function textBytes(values: readonly string[]): Uint8Array {
  const isText = new Uint8Array(256).fill(1, 0x20, 0x7f);
  const others = new Set(values.join('').replaceAll(/[\0-\x7f]/g, ''));
  const written = [...others].flatMap((each) => [each, each.toLowerCase(), each.toUpperCase()]);
  for (const byte of Buffer.from(`\t\r\n${separators}${written.join('')}`)) isText[byte] = 1;
  return isText;
}

/**
 * Looks into base64 at all four alignments at once. Four characters are three bytes; where they are text, and the ones beside them, too,
 * the text is decoded and looked at.
 */
export class Base64Sieve {
  readonly #texts: TextSieve;
  /** For two characters in a row, by their bits: which of the three bytes of a quad they could be the text of. */
  readonly #pairs = new Uint8Array(2 ** 12);
  readonly #isText: Uint8Array;
  /** What is kept of the quads before, a bit for each character, and when it is worth a look. Four bits apart is one alignment. */
  readonly #mask: number;
  readonly #begins: number;
  readonly #fewest: number;
  /** From the quad that is worth a look back to the one in front of all that are text. */
  readonly #back: number;
  #decoded = Buffer.alloc(1024);

  constructor(texts: TextSieve, values: readonly string[]) {
    this.#texts = texts;
    // A value of eight letters fills two quads wherever it begins; a shorter one is told by what is around it.
    [this.#mask, this.#begins, this.#back] = texts.hasShort ? [0x11, 0x01, QUAD] : [0x111, 0x011, 2 * QUAD];
    this.#fewest = texts.hasShort ? FEWEST : FEWEST_OF_LONG;
    this.#isText = textBytes(values);
    for (let pair = 0; pair < this.#pairs.length; pair += 1) {
      const bytes = [(pair >> 4) & 0xff, (pair >> 2) & 0xff, pair & 0xff];
      this.#pairs[pair] = bytes.reduce((flags, byte, at) => flags | ((this.#isText[byte] ?? 0) << at), 0);
    }
  }

  mayHold(bytes: Buffer, start: number, end: number): boolean {
    // A run that is long enough covers one of these places.
    for (let at = start + this.#fewest - 1; at < end; at += this.#fewest) {
      if (sixBits[bytes[at] ?? 0] === NONE) continue;
      const from = runFrom(bytes, at, start);
      const to = runTo(bytes, at, end);
      if (to - from >= this.#fewest && this.#isHiddenIn(bytes, from, to)) return true;
      at = to;
    }
    return false;
  }

  #isHiddenIn(bytes: Buffer, from: number, to: number): boolean {
    const pairs = this.#pairs;
    let before = sixBits[bytes[from] ?? 0] ?? 0;
    let one = 0;
    let two = 0;
    let quads = 0;
    for (let at = from + 1; at < to; at += 1) {
      const bits = sixBits[bytes[at] ?? 0] ?? 0;
      const three = pairs[(before << 6) | bits] ?? 0;
      quads = (quads << 1) | (one & (two >> 1) & (three >> 2));
      if ((quads & this.#mask) === this.#begins && this.#isHiddenAt(bytes, at, from, to)) return true;
      one = two;
      two = three;
      before = bits;
    }
    return false;
  }

  /** Decodes the text around a quad that ends here: from the quad in front of it on, as far as it is text. */
  #isHiddenAt(bytes: Buffer, at: number, run: number, end: number): boolean {
    const wanted = at + 1 - QUAD - this.#back;
    const from = wanted < run ? wanted + QUAD : wanted;
    if (this.#decoded.length < end - from) this.#decoded = Buffer.alloc(2 * (end - from));
    let length = 0;
    let open = 0;
    for (let each = from; each < end; each += 1) {
      open = (open << 6) | (sixBits[bytes[each] ?? 0] ?? 0);
      const place = (each - from) % QUAD;
      if (place === 0) continue;
      const byte = (open >> (6 - 2 * place)) & 0xff;
      if (this.#isText[byte] === 1) this.#decoded[length++] = byte;
      else if (each > at) break;
      else length = 0;
    }
    return this.#texts.mayHold(this.#decoded, 0, length);
  }
}

function runFrom(bytes: Buffer, at: number, start: number): number {
  let from = at;
  while (from > start && sixBits[bytes[from - 1] ?? 0] !== NONE) from -= 1;
  return from;
}

function runTo(bytes: Buffer, at: number, end: number): number {
  let to = at + 1;
  while (to < end && sixBits[bytes[to] ?? 0] !== NONE) to += 1;
  return to;
}
