import { OperatorError } from '../../../shared/errors/operator-error.ts';
import { Secret } from '../../../shared/model/secret.ts';
import type { Keychain } from '../../ports/keychain.port.ts';
import { KeyringSilence } from './keyring-process.ts';
import type { AskKeyring } from './keyring-entry.ts';

const service = 'tenant-console';

/**
 * The operating system's keychain: Keychain on macOS, Credential Manager on Windows, the Secret Service on Linux. Accounts
 * are `<home id>/<name>`, so that two homes of one user stay apart.
 */
export function systemKeychain(homeId: string, ask: AskKeyring): Keychain {
  const place = (name: string) => ({ service, account: `${homeId}/${name}` });
  return {
    kind: 'system',
    async get(name) {
      const value = await asked(ask({ verb: 'get', ...place(name) }));
      return typeof value === 'string' ? new Secret(value) : undefined;
    },
    async set(name, value) {
      await asked(ask({ verb: 'set', ...place(name), value: value.reveal() }));
    },
    async delete(name) {
      return (await asked(ask({ verb: 'delete', ...place(name) }))) === true;
    },
  };
}

/** The library gives every failure the same code, so its words decide; what they do not tell is taken as "no service". */
const lockedWords = /prompt was dismissed|locked|user canceled|interaction is not allowed|-25308|-128/i;

async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    const locked =
      error instanceof KeyringSilence || (error instanceof Error && lockedWords.test(error.message));
    throw new OperatorError(locked ? 'E_KEYCHAIN_LOCKED' : 'E_KEYCHAIN_UNAVAILABLE', { cause: error });
  }
}
