import { OperatorError } from '../../../shared/errors/operator-error.ts';
import { dayNumber } from './calendar.ts';

const [ZERO, NINE, DASH, COLON, SPACE, POINT] = [0x30, 0x39, 0x2d, 0x3a, 0x20, 0x2e];
const BEFORE_CHRIST = ' BC';

/** In microseconds. */
export const SECOND = 1_000_000;
export const DAY = 86_400 * SECOND;

/** Days since the beginning of 2000, and microseconds since the beginning of the day. */
export type Moment = { readonly days: number; readonly micros: number };

/**
 * Reads `YYYY-MM-DD`, and with a zone also ` HH:MM:SS`, at most six digits of a second, and the zone; ` BC` may be at the end.
 * Errors: `E_EXPORT_DAMAGED` for all else.
 */
export function readMoment(bytes: Buffer, start: number, end: number, zone?: string): Moment {
  const text = new Digits(bytes, start, end);
  const year = text.number(4, 7);
  const month = text.expect(DASH).number(2, 2);
  const day = text.expect(DASH).number(2, 2);
  const micros = zone === undefined ? 0 : readTime(text.expect(SPACE), zone);
  const isBefore = text.skip(BEFORE_CHRIST);
  if (text.at !== end) throw new OperatorError('E_EXPORT_DAMAGED');
  return { days: dayNumber(isBefore ? 1 - year : year, month, day), micros };
}

function readTime(text: Digits, zone: string): number {
  const hour = text.number(2, 2);
  const minute = text.expect(COLON).number(2, 2);
  const second = text.expect(COLON).number(2, 2);
  const fraction = text.next === POINT ? text.expect(POINT).fraction() : 0;
  if (!text.skip(zone)) throw new OperatorError('E_EXPORT_DAMAGED');
  return (hour * 3600 + minute * 60 + second) * SECOND + fraction;
}

/** Whether a text stands between two places. */
export const stands = (text: string, bytes: Buffer, start: number, end: number): boolean =>
  end - start === text.length && startsHere(text, bytes, start);

function startsHere(text: string, bytes: Buffer, start: number): boolean {
  for (let at = 0; at < text.length; at += 1) if (bytes[start + at] !== text.charCodeAt(at)) return false;
  return true;
}

/** Numbers and what stands between them, byte by byte: no text is made of them. */
class Digits {
  readonly #bytes: Buffer;
  readonly #end: number;
  at: number;

  constructor(bytes: Buffer, start: number, end: number) {
    this.#bytes = bytes;
    this.at = start;
    this.#end = end;
  }

  get next(): number {
    return this.at < this.#end ? (this.#bytes[this.at] ?? 0) : 0;
  }

  expect(byte: number): this {
    if (this.next !== byte) throw new OperatorError('E_EXPORT_DAMAGED');
    this.at += 1;
    return this;
  }

  skip(text: string): boolean {
    if (this.at + text.length > this.#end || !startsHere(text, this.#bytes, this.at)) return false;
    this.at += text.length;
    return true;
  }

  number(least: number, most: number): number {
    const begin = this.at;
    let value = 0;
    while (this.next >= ZERO && this.next <= NINE && this.at - begin < most) {
      value = value * 10 + this.next - ZERO;
      this.at += 1;
    }
    if (this.at - begin < least) throw new OperatorError('E_EXPORT_DAMAGED');
    return value;
  }

  /** Of a second, in microseconds. */
  fraction(): number {
    const begin = this.at;
    return this.number(1, 6) * 10 ** (6 - (this.at - begin));
  }
}
