import type { Family } from '../../../shared/model/isolation-family.ts';
import type { SchemaVariant } from '../../../shared/model/schema-variant.ts';
import type { PlantedLeak, RangeSettings } from '../../ports/leak-range.port.ts';

/** One run of the suite: against a planted leak, or against a clean portal. */
export type Trial = {
  readonly variant: SchemaVariant;
  readonly name: string;
  readonly settings: RangeSettings;
  readonly leak?: PlantedLeak;
  /** Only these families are asked; all when left out. */
  readonly families?: readonly Family[];
};

/** Long enough for the suite to try an address while it lives, short enough to wait for its end. */
const SHORT_URL_MS = 5_000;

const readings = ['404', '403', 'empty'] as const;
const paces = [
  { name: 'prompt', delay: { ms: 0, jitterMs: 0 } },
  { name: 'slow', delay: { ms: 8, jitterMs: 0 } },
  { name: 'jittery', delay: { ms: 0, jitterMs: 12 } },
] as const;

/** Of so many leaks one is tried with all families as well. */
const SAMPLE_EVERY = 10;

/**
 * Every leak once, the schema variants in turn, asked about its own family alone: no other can find it. A sample of them, or with
 * `whole` every one, is tried with the suite as it is. A leak of the files family has addresses that expire soon.
 */
export function leakTrials(
  leaks: readonly PlantedLeak[],
  variants: readonly SchemaVariant[],
  whole = false,
): readonly Trial[] {
  const all = leaks.map((leak, at): Trial => ({
    variant: variants[at % variants.length] ?? 'brokers-snake',
    name: leak.id,
    settings: { leaks: [leak.id], ...(leak.family === 'files' && { urlLivesMs: SHORT_URL_MS }) },
    leak,
  }));
  if (whole) return all;
  const narrow = all.map((trial): Trial => ({ ...trial, families: familiesFor(trial.leak?.family) }));
  return [...narrow, ...all.filter((_, at) => at % SAMPLE_EVERY === 0)];
}

/** The trail is asked for what the work of the tenant has left in it. */
const familiesFor = (family: Family | undefined): readonly Family[] =>
  family === undefined ? [] : family === 'audit' ? [family, 'function'] : [family];

/** Clean portals: each variant with each reading of a denial at each pace, and again until there are enough. */
export function cleanTrials(count: number, variants: readonly SchemaVariant[]): readonly Trial[] {
  const all = paces.flatMap(({ name: pace, delay }) =>
    readings.flatMap((denial) =>
      variants.map((variant): Trial => ({
        variant,
        name: `${variant} ${denial} ${pace}`,
        settings: { denial, delay, urlLivesMs: SHORT_URL_MS },
      })),
    ),
  );
  return Array.from({ length: count }, (_, at) => all[at % all.length]).filter(
    (trial) => trial !== undefined,
  );
}
