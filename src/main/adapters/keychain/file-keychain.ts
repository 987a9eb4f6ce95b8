import { Secret } from '../../../shared/model/secret.ts';
import type { Keychain } from '../../ports/keychain.port.ts';
import { readText, updateFile } from './locked-file.ts';

export type Entries = ReadonlyMap<string, string>;

/** How the entries are written in a file. `decode` throws `E_KEYCHAIN_DAMAGED` for a text that `encode` did not make. */
export type EntriesCodec = {
  decode(text: string | undefined): Entries;
  encode(entries: Entries): string;
};

/** A keychain in one file. Every call reads the file anew: another process of the home may have written in between. */
export function fileKeychain(kind: Keychain['kind'], file: string, codec: EntriesCodec): Keychain {
  return {
    kind,
    async get(name) {
      const value = codec.decode(await readText(file)).get(name);
      return value === undefined ? undefined : new Secret(value);
    },
    set: (name, value) =>
      updateFile(file, (text) => codec.encode(new Map(codec.decode(text)).set(name, value.reveal()))),
    async delete(name) {
      let found = false;
      await updateFile(file, (text) => {
        const entries = new Map(codec.decode(text));
        found = entries.delete(name);
        return found ? codec.encode(entries) : undefined;
      });
      return found;
    },
  };
}
