import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { Secret } from '../../../shared/model/secret.ts';
import type { IdSource } from '../../ports/id-source.port.ts';
import type { Keychain } from '../../ports/keychain.port.ts';
import { fileKeychain } from './file-keychain.ts';
import { readText, updateFile } from './locked-file.ts';
import { newVaultKey, vaultCodec, vaultKeyOf } from './vault-file.ts';

const shortest = 12;

/** Makes an empty vault unless there is one. Errors: `E_KEYCHAIN_WEAK_PASSPHRASE` under 12 characters, `E_KEYCHAIN_BUSY`. */
export async function createVault(file: string, passphrase: Secret, ids: IdSource): Promise<void> {
  if (passphrase.reveal().length < shortest) throw new OperatorError('E_KEYCHAIN_WEAK_PASSPHRASE');
  await updateFile(file, async (text) =>
    text === undefined ? vaultCodec(await newVaultKey(passphrase, ids), ids).encode(new Map()) : undefined,
  );
}

/**
 * Opens a passphrase vault: argon2id (RFC 9106) and AES-256-GCM in one file. Opening derives the key once, about a tenth of
 * a second; calls after that are quick. Errors: `E_KEYCHAIN_WRONG_PASSPHRASE`, `E_KEYCHAIN_DAMAGED`, also when the file is missing.
 */
export async function openVault(file: string, passphrase: Secret, ids: IdSource): Promise<Keychain> {
  const text = await readText(file);
  if (text === undefined) throw new OperatorError('E_KEYCHAIN_DAMAGED', { message: 'The vault is missing.' });
  const key = await vaultKeyOf(text, passphrase);
  return fileKeychain('vault', file, vaultCodec(key, ids));
}
