import { z } from 'zod';
import { hasCode, OperatorError } from '../../../shared/errors/operator-error.ts';
import { Secret } from '../../../shared/model/secret.ts';
import type { Keychain } from '../../ports/keychain.port.ts';
import type { SecretStore, StoredSecret } from '../../ports/secrets.port.ts';

const kept = z.object({ value: z.string(), madeBy: z.string() });

/** The keychain of this workstation as the secret store of a deployment that has none. `scope` keeps deployments apart. */
export function keychainSecrets(keychain: Keychain, scope: string): SecretStore {
  const place = (name: string): string => `secrets/${scope}/${name}`;
  const get = (name: string) => available(async () => read(await keychain.get(place(name))));
  return {
    get,
    create: async (name, value, madeBy) => {
      if ((await get(name)) !== undefined) throw new OperatorError('E_SECRET_TAKEN', { details: { name } });
      const text = JSON.stringify({ value: value.reveal(), madeBy });
      await available(() => keychain.set(place(name), new Secret(text)));
    },
    remove: async (name, madeBy) => {
      if ((await get(name))?.madeBy !== madeBy) return false;
      return available(() => keychain.delete(place(name)));
    },
  };
}

const read = (text: Secret | undefined): StoredSecret | undefined => {
  if (text === undefined) return undefined;
  const { value, madeBy } = kept.parse(JSON.parse(text.reveal()));
  return { value: new Secret(value), madeBy };
};

async function available<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!hasCode(error, 'E_KEYCHAIN_UNAVAILABLE', 'E_KEYCHAIN_LOCKED')) throw error;
    throw new OperatorError('PROVISIONING_UNAVAILABLE', { cause: error });
  }
}
