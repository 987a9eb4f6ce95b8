import { z } from 'zod';
import type { Leak } from '../portal/leak.ts';
import { findLeak } from '../portal/leaks/index.ts';
import { denialReadings } from '../portal/policies.ts';
import type { PortalSettings } from './portal-settings.ts';
import { troubleKinds } from './trouble.ts';

const AN_HOUR_MS = 3_600_000;
const A_MINUTE_MS = 60_000;
/** The SDK refuses to sign for a time that is over before it is done. */
const SHORTEST_URL_MS = 100;

const planted = z.string().transform((id, context): Leak => {
  const leak = findLeak(id);
  if (leak !== undefined) return leak;
  context.addIssue({ code: 'custom', message: `There is no leak ${id}` });
  return z.NEVER;
});

/** Leaks by their ids; those that are named are planted, and no others. */
export const leaksBody = z.strictObject({ enable: z.array(planted).max(1000) });
export const denialBody = z.strictObject({ reading: z.enum(denialReadings) });
export const delayBody = z.strictObject({
  ms: z.number().min(0).max(A_MINUTE_MS),
  jitterMs: z.number().min(0).max(A_MINUTE_MS).default(0),
});
export const troubleBody = z.strictObject({
  kind: z.enum(troubleKinds).nullable(),
  prefix: z.string().startsWith('/').default('/api/'),
});
export const filesBody = z.strictObject({
  urlLivesMs: z.number().int().min(SHORTEST_URL_MS).max(AN_HOUR_MS),
});

/** Settings of a portal, all of them optional. */
export const settingsBody = z
  .strictObject({
    leaks: leaksBody.shape.enable,
    denial: denialBody.shape.reading,
    delay: delayBody,
    trouble: troubleBody,
    urlLivesMs: filesBody.shape.urlLivesMs,
  })
  .partial()
  .transform(({ trouble, ...rest }): Partial<PortalSettings> => ({
    ...withoutGaps(rest),
    ...(trouble && { trouble: troubleOf(trouble) }),
  }));

export const troubleOf = ({ kind, prefix }: z.output<typeof troubleBody>): PortalSettings['trouble'] =>
  kind === null ? null : { kind, prefix };

type Filled<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

const withoutGaps = <T extends object>(settings: T): Filled<T> =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as Filled<T>;
