import type { Identifies } from './classification.ts';

/** What one row says of a person: kinds of value, and the values. */
export type PersonRow = readonly { readonly identifies: Identifies; readonly value: string | null }[];

/**
 * The values that a person is searched by. A first or last name alone is none of them, because half of all names are words: the
 * two together are, in both orders. A day is also written the way people here write it, day first.
 */
export function knownValuesOf(row: PersonRow): readonly string[] {
  const valueOf = (kind: Identifies): string =>
    row.find(({ identifies }) => identifies === kind)?.value?.trim() ?? '';
  const [first, last] = [valueOf('first-name'), valueOf('last-name')];
  const names = first === '' || last === '' ? [] : [`${first} ${last}`, `${last} ${first}`];
  const others = row.flatMap(({ identifies, value }) =>
    value === null || value.trim() === '' || identifies === 'first-name' || identifies === 'last-name'
      ? []
      : [value, ...otherSpellings(identifies, value)],
  );
  return [...names, ...others];
}

function otherSpellings(identifies: Identifies, value: string): readonly string[] {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) ?? [];
  if (identifies !== 'day' || year === undefined) return [];
  return [`${day ?? ''}/${month ?? ''}/${year}`];
}
