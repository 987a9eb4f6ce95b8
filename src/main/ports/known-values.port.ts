/**
 * What a tenant's people are known by, from the moment before they are anonymised until it is proven that nothing of it is left.
 * Personal: sealed wherever it rests, and removed afterwards.
 *
 * Errors: `E_HOME_UNUSABLE`; `E_KNOWN_VALUES_LOST` for a file that cannot be opened any more; those of the keychain.
 */
export type KnownValues = {
  /** Adds or replaces; durable when it resolves. */
  save(runId: string, values: readonly string[]): Promise<void>;
  /** Undefined when there are none. */
  load(runId: string): Promise<readonly string[] | undefined>;
  /** Removing what is not there is no error. */
  remove(runId: string): Promise<void>;
};
