import { z } from 'zod';

/** What a check of the doctor found. */
export const finding = z.strictObject({
  id: z.string(),
  title: z.string(),
  /** `refused`: the console will not work over this connection. `unknown`: it could not be looked at. */
  verdict: z.enum(['ok', 'warning', 'refused', 'unknown']),
  /** What was seen, in plain words. */
  words: z.string(),
  /** What to do about it. */
  fix: z.string().exactOptional(),
});

export type Finding = z.infer<typeof finding>;
