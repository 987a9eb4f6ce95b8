import type { SchemaVariant } from '../../../shared/model/schema-variant.ts';
import type { PlantedLeak, RangeSettings } from '../../ports/leak-range.port.ts';

/** One run of the suite: against a planted leak, or against a clean portal. */
export type Trial = {
  readonly variant: SchemaVariant;
  readonly name: string;
  readonly settings: RangeSettings;
  readonly leak?: PlantedLeak;
};

/** Long enough for the suite to try an address while it lives, short enough to wait for its end. */
const SHORT_URL_MS = 5_000;

const readings = ['404', '403', 'empty'] as const;
const paces = [
  { name: 'prompt', delay: { ms: 0, jitterMs: 0 } },
  { name: 'slow', delay: { ms: 8, jitterMs: 0 } },
  { name: 'jittery', delay: { ms: 0, jitterMs: 12 } },
] as const;

/** Every leak once, the schema variants in turn; a leak of the files family with addresses that expire soon. */
export const leakTrials = (
  leaks: readonly PlantedLeak[],
  variants: readonly SchemaVariant[],
): readonly Trial[] =>
  leaks.map((leak, at) => ({
    variant: variants[at % variants.length] ?? 'brokers-snake',
    name: leak.id,
    settings: { leaks: [leak.id], ...(leak.family === 'files' && { urlLivesMs: SHORT_URL_MS }) },
    leak,
  }));

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
