import { InvalidArgumentError } from 'commander';

/** Parses a whole number of 0 and up. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('A whole number is needed.');
  return Number(text);
}

/** Parses a time of day, `06:30`. */
export function timeOfDay(text: string): string {
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(text)) throw new InvalidArgumentError('It is written HH:MM.');
  return text;
}

/** Parses one of a few words. */
export const choiceOf =
  <T extends string>(words: readonly T[]) =>
  (text: string): T => {
    const found = words.find((word) => word === text);
    if (found === undefined) throw new InvalidArgumentError(`Allowed are ${words.join(', ')}.`);
    return found;
  };
