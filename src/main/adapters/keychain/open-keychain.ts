import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, OperatorError } from '../../../shared/errors/operator-error.ts';
import { Secret } from '../../../shared/model/secret.ts';
import type { IdSource } from '../../ports/id-source.port.ts';
import type { Keychain } from '../../ports/keychain.port.ts';
import { keepHomeRecord, readHomeRecord, type HomeRecord } from './home-record.ts';
import type { AskKeyring } from './keyring-entry.ts';
import { askKeyringProcess } from './keyring-process.ts';
import { createVault, openVault } from './passphrase-vault.adapter.ts';
import { systemKeychain } from './system-keychain.adapter.ts';
import { throwAwayKeychain } from './throw-away-keychain.adapter.ts';

export type KeychainOptions = {
  /** Folder of the console's own data. Made when it is not there. */
  readonly home: string;
  readonly ids: IdSource;
  /** Opens a passphrase vault, or makes one in a new home that has no system keychain. */
  readonly passphrase?: Secret;
  /** Whether a new home may end up with the throw-away keychain. */
  readonly allowThrowAway: boolean;
  /** What a new home is to use, instead of the best there is. */
  readonly kind?: Keychain['kind'];
  /** How the system's keychain is asked; by default through a process of its own, with a minute for a person to answer a prompt. */
  readonly ask?: AskKeyring;
};

/** Put into the system's keychain when a home first uses it: whoever opens the home later recognises the keychain by it. */
const marker = 'home';

/**
 * Opens the keychain of a home. A new home takes the system's keychain when it answers, else a vault when a passphrase was
 * given, else the throw-away one when that is allowed; the choice is kept in `keychain.json` and never changes by itself, so a
 * home cannot become weaker because a service did not start.
 *
 * Errors: `E_KEYCHAIN_UNAVAILABLE`, `E_KEYCHAIN_LOCKED` (also a vault without a passphrase), `E_KEYCHAIN_WRONG_PASSPHRASE`,
 * `E_KEYCHAIN_WEAK_PASSPHRASE`, `E_KEYCHAIN_DAMAGED`, `E_KEYCHAIN_FOREIGN`, `E_KEYCHAIN_BUSY`.
 */
export async function openKeychain(options: KeychainOptions): Promise<Keychain> {
  const ready = { ...options, ask: options.ask ?? askKeyringProcess(60_000) };
  await mkdir(options.home, { recursive: true, mode: 0o700 });
  return open(ready, (await readHomeRecord(options.home)) ?? (await firstRecord(ready)));
}

type Ready = KeychainOptions & { readonly ask: AskKeyring };

const vaultFile = ({ home }: Ready) => join(home, 'keychain-vault.json');
const throwAwayFile = ({ home }: Ready) => join(home, 'keychain-throw-away.json');

async function open(options: Ready, { kind, id }: HomeRecord): Promise<Keychain> {
  switch (kind) {
    case 'system':
      return recognised(systemKeychain(id, options.ask));
    case 'vault':
      return openVault(vaultFile(options), given(options.passphrase), options.ids);
    case 'throw-away':
      return throwAwayKeychain(throwAwayFile(options));
  }
}

/** Reading the marker also finds a locked keychain at once, and not in the middle of a run. */
async function recognised(keychain: Keychain): Promise<Keychain> {
  if ((await keychain.get(marker)) === undefined) throw new OperatorError('E_KEYCHAIN_FOREIGN');
  return keychain;
}

function given(passphrase: Secret | undefined): Secret {
  if (passphrase !== undefined) return passphrase;
  throw new OperatorError('E_KEYCHAIN_LOCKED', {
    message: 'This home keeps its secrets in a passphrase vault, and no passphrase was given.',
  });
}

async function firstRecord(options: Ready): Promise<HomeRecord> {
  const id = options.ids.uuid();
  const kind = await firstKind(options, id);
  const standing = await keepHomeRecord(options.home, { kind, id });
  // Another process was quicker: what this one put under its own id belongs to no home.
  if (kind === 'system' && standing.id !== id) await systemKeychain(id, options.ask).delete(marker);
  return standing;
}

async function firstKind(options: Ready, id: string): Promise<Keychain['kind']> {
  if (options.kind !== undefined) return prepare(options, options.kind, id);
  try {
    return await prepare(options, 'system', id);
  } catch (error) {
    if (options.passphrase !== undefined || existsSync(vaultFile(options)))
      return prepare(options, 'vault', id);
    // Locked is not absent: whoever has a keychain gets no weaker one because it was not unlocked.
    if (hasCode(error, 'E_KEYCHAIN_UNAVAILABLE') && options.allowThrowAway) return 'throw-away';
    throw error;
  }
}

async function prepare(options: Ready, kind: Keychain['kind'], id: string): Promise<Keychain['kind']> {
  if (kind === 'system') await systemKeychain(id, options.ask).set(marker, new Secret(id));
  if (kind === 'vault') await createVault(vaultFile(options), given(options.passphrase), options.ids);
  if (kind === 'throw-away' && !options.allowThrowAway) throw new OperatorError('E_KEYCHAIN_UNAVAILABLE');
  return kind;
}
