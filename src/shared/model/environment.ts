import { z } from 'zod';
import { environments } from './connection.ts';

/** What was proven about the environment a run works on; part of its plan. */
export const environmentFacts = z.strictObject({
  environment: z.enum(environments),
  /** SHA-256 over what the server says of itself. */
  fingerprint: z.string(),
  schemaDigest: z.string(),
});
export type EnvironmentFacts = z.infer<typeof environmentFacts>;
