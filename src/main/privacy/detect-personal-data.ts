import type { Identifies } from './classification.ts';

type Guess = { readonly identifies: Identifies; readonly by: 'name' | 'content' };

const byName: readonly (readonly [RegExp, Identifies])[] = [
  [/e_?mail/, 'email'],
  [/(phone|mobile|tel(ephone)?|fax)(_?(no|number))?$/, 'phone'],
  [/^(pps|ppsn|pps_?(no|number)|national_?id|tax_?(id|number)|iban|passport.*)$/, 'number'],
  [/^(dob|date_?of_?birth|birth_?(date|day))$/, 'day'],
  [/^(first|given|fore)_?name$/, 'first-name'],
  [/^(last|family|sur|maiden)_?name$/, 'last-name'],
  [
    /^(full|display|contact|person|holder|member|user|spouse|beneficiary|nick)_?name$|^(spouse|beneficiary|next_?of_?kin)$/,
    'full-name',
  ],
  [/(address|street|eircode|post_?code)/, 'address'],
];

const byContent: readonly (readonly [RegExp, Identifies])[] = [
  [/^(19|20)\d\d-\d\d-\d\d$/, 'day'],
  [/^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i, 'email'],
  // Seven digits and one or two letters: the form of an Irish PPS number.
  [/^\d{7}[a-w][a-iw]?$/i, 'number'],
  [/^\+?[\d\s().-]{7,20}$/, 'phone'],
];

/** A share of the samples this high looks like a rule and not like an accident. */
const LIKELY = 0.5;

/**
 * What a column that nobody has classified may hold, by its name and by a sample of its values. A guess is for the person who
 * decides; nothing is decided by it.
 */
export function guessPersonalData(column: string, samples: readonly string[]): Guess | undefined {
  const name = column.replaceAll(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
  const named = byName.find(([shape]) => shape.test(name));
  if (named !== undefined) return { identifies: named[1], by: 'name' };
  const filled = samples.filter((each) => each !== '');
  const looks = byContent.find(
    ([shape]) =>
      filled.length > 0 && filled.filter((each) => shape.test(each)).length / filled.length >= LIKELY,
  );
  return looks === undefined ? undefined : { identifies: looks[1], by: 'content' };
}
