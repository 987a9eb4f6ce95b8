import type { environments } from './connection.ts';

/** What was proven about the environment a run works on; part of its plan. */
export type EnvironmentFacts = {
  readonly environment: (typeof environments)[number];
  /** Short SHA-256 over what the server says of itself. */
  readonly fingerprint: string;
  readonly schemaDigest: string;
};
