import type { Secret } from '../../shared/model/secret.ts';

/**
 * Where secrets rest: one named place a secret, in the operating system's keychain or what stands in for it.
 *
 * Errors: `E_KEYCHAIN_UNAVAILABLE` (no service), `E_KEYCHAIN_LOCKED`, `E_KEYCHAIN_WRONG_PASSPHRASE` (vault only),
 * `E_KEYCHAIN_DAMAGED` (vault only: the file does not open).
 */
export type Keychain = {
  /**
   * `system`: the operating system's own. `vault`: an explicit passphrase vault. `throw-away`: clear text in the home,
   * for the sandbox alone; the console refuses it for any other connection.
   */
  readonly kind: 'system' | 'vault' | 'throw-away';
  get(name: string): Promise<Secret | undefined>;
  /** Stores or replaces; durable when the promise resolves. */
  set(name: string, value: Secret): Promise<void>;
  /** True when there was something to remove. */
  delete(name: string): Promise<boolean>;
};
