import type { Secret } from '../../shared/model/secret.ts';

/** Secrets of one run: in this process's memory, gone with it. A step that finds none issues a new one. */
export class RunSecrets {
  readonly #values = new Map<string, Secret>();

  put(name: string, value: Secret): void {
    this.#values.set(name, value);
  }

  get(name: string): Secret | undefined {
    return this.#values.get(name);
  }

  forget(name: string): void {
    this.#values.delete(name);
  }
}
