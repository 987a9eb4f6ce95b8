import { OperatorError } from '../../../shared/errors/operator-error.ts';

/**
 * How a type is sent and hashed as the server keeps it, because writing it as text costs more there than here. The text is the one
 * that PostgreSQL itself writes with `DateStyle` `ISO` and `TimeZone` `UTC`.
 */
export type BinaryForm = {
  /** PostgreSQL's own number of the type. */
  readonly oid: number;
  /** Bytes of a value, which are fewer than those of its text. */
  readonly size: number;
  /** Most bytes of its text. */
  readonly room: number;
  /** Writes the value at `at` as text and answers with where it ended. */
  write(from: Buffer, at: number, to: Buffer, begin: number): number;
  /** Puts the value in the place of its text. Errors: `E_EXPORT_DAMAGED` for what no such text is. */
  read(bytes: Buffer, start: number, end: number): void;
};

const hex = Buffer.from('0123456789abcdef');
const DASH = 0x2d;
/** What a digit stands for; more than 15 for what is none. */
const digits = new Uint8Array(256).fill(16);
for (const [value, digit] of hex.entries()) digits[digit] = value;

const isBehindDash = (byte: number): boolean => byte === 4 || byte === 6 || byte === 8 || byte === 10;

/** RFC 9562, in lower case. */
export const uuidForm: BinaryForm = {
  oid: 2950,
  size: 16,
  room: 36,
  write: (from, value, to, begin) => {
    let at = begin;
    for (let byte = 0; byte < 16; byte += 1) {
      if (isBehindDash(byte)) to[at++] = DASH;
      const each = from[value + byte] ?? 0;
      to[at++] = hex[each >> 4] ?? 0;
      to[at++] = hex[each & 15] ?? 0;
    }
    return at;
  },
  read: (bytes, start, end) => {
    let [at, wrong] = [start, end - start - 36];
    for (let byte = 0; byte < 16; byte += 1) {
      if (isBehindDash(byte)) wrong |= (bytes[at++] ?? 0) ^ DASH;
      const high = digits[bytes[at++] ?? 0] ?? 16;
      const low = digits[bytes[at++] ?? 0] ?? 16;
      wrong |= (high | low) & 16;
      bytes[start + byte] = (high << 4) | low;
    }
    if (wrong !== 0) throw new OperatorError('E_EXPORT_DAMAGED');
  },
};
