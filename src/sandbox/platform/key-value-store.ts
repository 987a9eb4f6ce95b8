import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const version = z.object({ data: z.record(z.string(), z.unknown()), createdAt: z.string() });
const secrets = z.record(z.string(), z.array(version));
type Secrets = z.infer<typeof secrets>;

export type Written = { readonly version: number } | 'mismatch';

/** Versioned secrets in one private file, as the KV version 2 engine of Vault keeps them. */
export class KeyValueStore {
  readonly #file: string;
  #kept: Secrets;

  constructor(file: string) {
    this.#file = file;
    this.#kept = existsSync(file) ? secrets.parse(JSON.parse(readFileSync(file, 'utf8'))) : {};
  }

  read(name: string): { readonly version: number; readonly data: Record<string, unknown> } | undefined {
    const versions = this.#kept[name] ?? [];
    const newest = versions.at(-1);
    return newest && { version: versions.length, data: newest.data };
  }

  /** `cas`: the version that must be the newest, 0 for none. */
  write(name: string, data: Record<string, unknown>, cas: number | undefined, createdAt: string): Written {
    const versions = this.#kept[name] ?? [];
    if (cas !== undefined && cas !== versions.length) return 'mismatch';
    this.#save({ ...this.#kept, [name]: [...versions, { data, createdAt }] });
    return { version: versions.length + 1 };
  }

  remove(name: string): void {
    this.#save(Object.fromEntries(Object.entries(this.#kept).filter(([each]) => each !== name)));
  }

  #save(next: Secrets): void {
    const draft = `${this.#file}.draft`;
    writeFileSync(draft, JSON.stringify(next), { mode: 0o600 });
    renameSync(draft, this.#file);
    this.#kept = next;
  }
}
