import { OperatorError } from '../../shared/errors/operator-error.ts';
import { Secret } from '../../shared/model/secret.ts';
import type { IdSource } from '../ports/id-source.port.ts';
import type { Keychain } from '../ports/keychain.port.ts';
import { KEY_BYTES, type SealKey } from './sealing.ts';
import { signingKeyOf, type SigningKey } from './signing-key.ts';

/** Places in the keychain. Each key is 32 bytes in base64; the checkpoint is a signed note. */
export const KEYCHAIN_NAMES = {
  operator: 'operator-key',
  log: 'log-key',
  sealing: 'sealing-key',
  checkpoint: 'checkpoint',
} as const;

export type LedgerKeys = {
  /** Signs entries. */
  readonly operator: SigningKey;
  /** Signs checkpoints. */
  readonly log: SigningKey;
  /** Wraps the tenants' keys. */
  readonly sealing: SealKey;
};

const SEEDS = [KEYCHAIN_NAMES.operator, KEYCHAIN_NAMES.log, KEYCHAIN_NAMES.sealing] as const;

/** The keys of an existing ledger. `E_LEDGER_KEYS_MISSING` when one is not there or is not a key. */
export async function loadKeys(keychain: Keychain): Promise<LedgerKeys> {
  const [operator, log, sealing] = await Promise.all(SEEDS.map((name) => loadSeed(keychain, name)));
  if (operator === undefined || log === undefined || sealing === undefined) {
    throw new OperatorError('E_LEDGER_KEYS_MISSING');
  }
  return { operator: signingKeyOf(operator), log: signingKeyOf(log), sealing };
}

/** Makes the keys that are not there yet. Only for a ledger without entries, while nobody else makes them. */
export async function createMissingKeys(keychain: Keychain, ids: IdSource): Promise<void> {
  for (const name of SEEDS) {
    if ((await keychain.get(name)) === undefined) {
      await keychain.set(name, new Secret(Buffer.from(ids.bytes(KEY_BYTES)).toString('base64')));
    }
  }
}

async function loadSeed(keychain: Keychain, name: string): Promise<Secret<Uint8Array> | undefined> {
  const stored = await keychain.get(name);
  if (stored === undefined) return undefined;
  const bytes = Buffer.from(stored.reveal(), 'base64');
  if (bytes.length === KEY_BYTES) return new Secret(bytes);
  throw new OperatorError('E_LEDGER_KEYS_MISSING', {
    message: `What the keychain holds as ${name} is no key.`,
  });
}
