const [ZERO, DASH] = [0x30, 0x2d];

/** Days from 1 March of the year 0, where a year ends with its leap day, to 1 January 2000, where PostgreSQL counts from. */
const TO_2000 = 730_425;
/** Days of 400 years: the calendar repeats itself after them. */
const ERA = 146_097;
const MARCH = 3;

/** Of numbers that are not negative: machines divide whole numbers faster than others. */
const whole = (dividend: number, divisor: number): number => (dividend / divisor) | 0;

/** Days from 1 January 2000 to a day of the Gregorian calendar; the year before 1 is 0. */
export function dayNumber(year: number, month: number, day: number): number {
  const marchYear = month < MARCH ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const ofEra = marchYear - era * 400;
  const ofYear = whole(153 * ((month + 9) % 12) + 2, 5) + day - 1;
  return era * ERA + ofEra * 365 + whole(ofEra, 4) - whole(ofEra, 100) + ofYear - TO_2000;
}

/**
 * Writes a day as `YYYY-MM-DD`, a year before 1 without its sign, and answers with where it ended. `days` are those from 1 January 2000.
 * Source: "chrono-Compatible Low-Level Date Algorithms" (H. Hinnant), `civil_from_days`.
 */
export function writeDay(days: number, to: Buffer, begin: number): number {
  const since = days + TO_2000;
  const era = Math.floor(since / ERA);
  const ofEra = since - era * ERA;
  const yearOfEra = whole(ofEra - whole(ofEra, 1460) + whole(ofEra, 36_524) - whole(ofEra, 146_096), 365);
  const ofYear = ofEra - (365 * yearOfEra + whole(yearOfEra, 4) - whole(yearOfEra, 100));
  const fromMarch = whole(5 * ofYear + 2, 153);
  const month = fromMarch < 10 ? fromMarch + MARCH : fromMarch - 9;
  const year = yearOfEra + era * 400 + (month < MARCH ? 1 : 0);
  let at = writeYear(year > 0 ? year : 1 - year, to, begin);
  to[at++] = DASH;
  at = writeTwo(month, to, at);
  to[at++] = DASH;
  return writeTwo(ofYear - whole(153 * fromMarch + 2, 5) + 1, to, at);
}

/** Whether a day is in a year before 1, which is written with ` BC` at the end. */
export const isBeforeChrist = (days: number): boolean => days < FIRST_DAY;
const FIRST_DAY = dayNumber(1, 1, 1);

export function writeTwo(value: number, to: Buffer, at: number): number {
  to[at] = ZERO + whole(value, 10);
  to[at + 1] = ZERO + (value % 10);
  return at + 2;
}

function writeYear(year: number, to: Buffer, begin: number): number {
  if (year < 10_000) return writeTwo(year % 100, to, writeTwo(whole(year, 100), to, begin));
  return begin + to.write(String(year), begin, 'latin1');
}
