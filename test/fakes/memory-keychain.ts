import type { Keychain } from '../../src/main/ports/keychain.port.ts';
import { Secret } from '../../src/shared/model/secret.ts';
import type { OperatorError } from '../../src/shared/errors/operator-error.ts';

/** A keychain that forgets everything with the process. `failure` makes every call fail with it. */
export class MemoryKeychain implements Keychain {
  readonly kind: Keychain['kind'];
  failure: OperatorError | undefined;
  readonly #values = new Map<string, string>();

  constructor(kind: Keychain['kind'] = 'system') {
    this.kind = kind;
  }

  async get(name: string): Promise<Secret | undefined> {
    await this.#open();
    const value = this.#values.get(name);
    return value === undefined ? undefined : new Secret(value);
  }

  async set(name: string, value: Secret): Promise<void> {
    await this.#open();
    this.#values.set(name, value.reveal());
  }

  async delete(name: string): Promise<boolean> {
    await this.#open();
    return this.#values.delete(name);
  }

  /** The names that hold a value, in order of first use. */
  names(): readonly string[] {
    return [...this.#values.keys()];
  }

  /** A second keychain with the same content: what a back-up of it would hold. */
  copy(): MemoryKeychain {
    const other = new MemoryKeychain(this.kind);
    for (const [name, value] of this.#values) other.#values.set(name, value);
    return other;
  }

  #open(): Promise<void> {
    return this.failure === undefined ? Promise.resolve() : Promise.reject(this.failure);
  }
}
