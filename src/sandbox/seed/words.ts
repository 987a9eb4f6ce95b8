/** How the text of a seeded tenant is chosen: plausible for most, a known marker in every field for the canary. */
export type Words = {
  readonly text: (field: string, plausible: () => string) => string;
  readonly mail: (field: string, plausible: () => string) => string;
};

export const CANARY_MARKER = 'CANARY-';

export const plausibleWords: Words = {
  text: (_field, plausible) => plausible(),
  mail: (_field, plausible) => plausible().toLowerCase(),
};

/** `CANARY-<field>-<n>`, and `canary-<field>-<n>@canary.example` where an e-mail address must be one. */
export function canaryWords(): Words {
  let count = 0;
  const marker = (field: string) => `${CANARY_MARKER}${field}-${++count}`;
  return { text: marker, mail: (field) => `${marker(field).toLowerCase()}@canary.example` };
}
