import type { Secret } from '../../shared/model/secret.ts';

/** A secret at rest, and the run that stored it where the console did. */
export type StoredSecret = { readonly value: Secret; readonly madeBy: string | undefined };

/**
 * The deployment's secret store, where the platform itself looks for its tenants' connections (D5). Names are letters, digits
 * and hyphens, as the strictest of the stores asks for.
 *
 * Errors: `PROVISIONING_UNAVAILABLE` (away, sealed, overloaded, or no answer in time: what a cut-off call did is told by
 * `get`), `E_SECRET_DENIED`.
 */
export type SecretStore = {
  /** The newest version; undefined when there is none, or when it was deleted. */
  get(name: string): Promise<StoredSecret | undefined>;
  /** Stores under a name that holds nothing, or nothing any more. Errors: `E_SECRET_TAKEN`; the stored one stays as it is. */
  create(name: string, value: Secret, madeBy: string): Promise<void>;
  /** Deletes what `madeBy` stored under this name (undefined: not the console), and nothing else; false when there is no such thing. */
  remove(name: string, madeBy: string | undefined): Promise<boolean>;
};
