import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Keychain } from '../../../src/main/ports/keychain.port.ts';
import { Secret } from '../../../src/shared/model/secret.ts';

/** A keychain that several processes of a test share: one file a secret, replaced whole. */
export class FileKeychain implements Keychain {
  readonly kind = 'throw-away';
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  get(name: string): Promise<Secret | undefined> {
    const file = join(this.#dir, name);
    return Promise.resolve(existsSync(file) ? new Secret(readFileSync(file, 'utf8')) : undefined);
  }

  set(name: string, value: Secret): Promise<void> {
    const file = join(this.#dir, name);
    writeFileSync(`${file}.${process.pid}`, value.reveal());
    renameSync(`${file}.${process.pid}`, file);
    return Promise.resolve();
  }

  delete(name: string): Promise<boolean> {
    const file = join(this.#dir, name);
    const was = existsSync(file);
    rmSync(file, { force: true });
    return Promise.resolve(was);
  }
}
