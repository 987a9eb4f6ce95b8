import type { JsonObject } from '../../../shared/model/json.ts';

/** What to call an intake that is not finished: the first name in it, or that it has none yet. */
export function draftName(intake: JsonObject): string {
  const named = Object.entries(intake).flatMap(([key, value]) =>
    /name/i.test(key) && typeof value === 'string' ? [value] : [],
  );
  return named[0] ?? 'Not named yet';
}
