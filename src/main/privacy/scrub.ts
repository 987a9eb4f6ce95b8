import type { Json } from '../../shared/model/json.ts';
import { guessPersonalData } from './detect-personal-data.ts';
import { findEverywhere } from './hidden-values.ts';
import type { Match, ValueSearch } from './value-search.ts';

/** Stands where a value was. */
export const ERASED = '[erased]';

/** The text without any of the values; the same string when there are none. */
export function scrubText(search: ValueSearch, text: string): string {
  const matches = findEverywhere(search, text).toSorted((a, b) => a.start - b.start);
  if (matches.length === 0) return text;
  let kept = '';
  let at = 0;
  for (const { start, end } of joined(matches)) {
    kept += text.slice(at, start) + ERASED;
    at = end;
  }
  return kept + text.slice(at);
}

/** Overlapping places as one. Expects them in order of their start. */
function joined(matches: readonly Match[]): readonly { readonly start: number; readonly end: number }[] {
  const places: { start: number; end: number }[] = [];
  for (const { start, end } of matches) {
    const last = places.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else places.push({ start, end });
  }
  return places;
}

/**
 * JSON without any of the values: under a key that says it holds personal data the whole value goes, elsewhere what is found in
 * the text of it. Keys that hold a value are renamed. Numbers are read as text: a phone number may stand as one.
 */
export function scrubJson(search: ValueSearch, json: Json, key = ''): Json {
  if (json === null || typeof json === 'boolean') return json;
  if (typeof json === 'object')
    return Array.isArray(json)
      ? json.map((each: Json) => scrubJson(search, each, key))
      : scrubObject(search, json);
  if (json !== '' && guessPersonalData(key, []) !== undefined) return ERASED;
  const text = String(json);
  const scrubbed = scrubText(search, text);
  return scrubbed === text ? json : scrubbed;
}

const scrubObject = (search: ValueSearch, json: object): Json =>
  Object.fromEntries(
    Object.entries(json).map(([key, value]) => [
      scrubText(search, key),
      scrubJson(search, value as Json, key),
    ]),
  );
