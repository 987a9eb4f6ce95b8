import type { BinaryForm } from './binary-form.ts';
import { isBeforeChrist, writeDay, writeTwo } from './calendar.ts';
import { DAY, readMoment, SECOND, stands, type Moment } from './read-moment.ts';

const [ZERO, COLON, SPACE, POINT] = [0x30, 0x3a, 0x20, 0x2e];
/** A year of seven digits, a time with microseconds and its zone, ` BC`. */
const LONGEST = 40;

/** What comes after, or before, all others: its text, and what a server keeps for it. */
const [FOREVER, EVER] = ['infinity', '-infinity'];
const [LAST_DAY, FIRST_DAY] = [0x7fffffff, -0x80000000];
const [LAST_TIME, FIRST_TIME] = [0x7fffffffffffffffn, -0x8000000000000000n];

/** Days since the beginning of 2000, as an int32. */
export const dateForm: BinaryForm = {
  oid: 1082,
  size: 4,
  room: LONGEST,
  write: (from, value, to, begin) => {
    const days = from.readInt32BE(value);
    if (days === LAST_DAY) return writeText(FOREVER, to, begin);
    if (days === FIRST_DAY) return writeText(EVER, to, begin);
    return endWith(days, to, writeDay(days, to, begin));
  },
  read: (bytes, start, end) => {
    if (stands(FOREVER, bytes, start, end)) bytes.writeInt32BE(LAST_DAY, start);
    else if (stands(EVER, bytes, start, end)) bytes.writeInt32BE(FIRST_DAY, start);
    else bytes.writeInt32BE(readMoment(bytes, start, end).days, start);
  },
};

export const timestampForm: BinaryForm = timeForm(1114, '');
export const timestamptzForm: BinaryForm = timeForm(1184, '+00');

/** So far from 2000, in units of 2^32 microseconds, a time is exact in a double. */
const EXACT = 2 ** 20;

/** Microseconds since the beginning of 2000, as an int64. */
function timeForm(oid: number, zone: string): BinaryForm {
  return {
    ...{ oid, size: 8, room: LONGEST },
    write: (from, value, to, begin) => {
      const high = from.readInt32BE(value);
      if (high >= EXACT || high < -EXACT) return writeFar(from.readBigInt64BE(value), zone, to, begin);
      const micros = high * 2 ** 32 + from.readUInt32BE(value + 4);
      const days = Math.floor(micros / DAY);
      const rest = micros - days * DAY;
      // The division may have been rounded up to a whole day.
      return rest < 0
        ? writeTime(days - 1, rest + DAY, zone, to, begin)
        : writeTime(days, rest, zone, to, begin);
    },
    read: (bytes, start, end) => {
      if (stands(FOREVER, bytes, start, end)) bytes.writeBigInt64BE(LAST_TIME, start);
      else if (stands(EVER, bytes, start, end)) bytes.writeBigInt64BE(FIRST_TIME, start);
      else putTime(readMoment(bytes, start, end, zone), bytes, start);
    },
  };
}

function putTime({ days, micros }: Moment, to: Buffer, at: number): void {
  const total = days * DAY + micros;
  if (!Number.isSafeInteger(total)) to.writeBigInt64BE(BigInt(days) * BigInt(DAY) + BigInt(micros), at);
  else {
    to.writeInt32BE(Math.floor(total / 2 ** 32), at);
    to.writeUInt32BE(total - Math.floor(total / 2 ** 32) * 2 ** 32, at + 4);
  }
}

function writeFar(micros: bigint, zone: string, to: Buffer, begin: number): number {
  if (micros === LAST_TIME) return writeText(FOREVER, to, begin);
  if (micros === FIRST_TIME) return writeText(EVER, to, begin);
  const day = BigInt(DAY);
  const rest = ((micros % day) + day) % day;
  return writeTime(Number((micros - rest) / day), Number(rest), zone, to, begin);
}

function writeTime(days: number, rest: number, zone: string, to: Buffer, begin: number): number {
  const seconds = Math.floor(rest / SECOND);
  let at = writeDay(days, to, begin);
  to[at++] = SPACE;
  at = writeTwo(Math.floor(seconds / 3600), to, at);
  to[at++] = COLON;
  at = writeTwo(Math.floor(seconds / 60) % 60, to, at);
  to[at++] = COLON;
  at = writeTwo(seconds % 60, to, at);
  at = writeFraction(rest % SECOND, to, at);
  return endWith(days, to, writeText(zone, to, at));
}

/** Six digits at most, without zeros at their end. */
function writeFraction(micros: number, to: Buffer, begin: number): number {
  if (micros === 0) return begin;
  to[begin] = POINT;
  let at = writeTwo(Math.floor(micros / 10_000), to, begin + 1);
  at = writeTwo(Math.floor(micros / 100) % 100, to, at);
  at = writeTwo(micros % 100, to, at);
  while (to[at - 1] === ZERO) at -= 1;
  return at;
}

const endWith = (days: number, to: Buffer, at: number): number =>
  isBeforeChrist(days) ? writeText(' BC', to, at) : at;

function writeText(text: string, to: Buffer, begin: number): number {
  for (let each = 0; each < text.length; each += 1) to[begin + each] = text.charCodeAt(each);
  return begin + text.length;
}
