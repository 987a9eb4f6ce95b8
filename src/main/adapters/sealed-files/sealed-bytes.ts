import { createCipheriv, createDecipheriv } from 'node:crypto';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import { Secret } from '../../../shared/model/secret.ts';
import type { IdSource } from '../../ports/id-source.port.ts';
import type { Keychain } from '../../ports/keychain.port.ts';

const KEY_NAME = 'draft-key';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM: nonce, tag, ciphertext. */
export function sealBytes(plain: Uint8Array, key: Uint8Array, ids: IdSource): Buffer {
  const nonce = ids.bytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

/** Throws when the bytes are not as they were sealed. */
export function openSealed(sealed: Buffer, key: Uint8Array): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const text = decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES));
  return Buffer.concat([text, decipher.final()]);
}

/** The home's key for what rests in files, from the keychain; made when it is first needed. */
export async function sealingKey(keychain: Keychain, ids: IdSource): Promise<Uint8Array> {
  const known = await keychain.get(KEY_NAME);
  if (known !== undefined) return Buffer.from(known.reveal(), 'base64');
  const fresh = ids.bytes(KEY_BYTES);
  await keychain.set(KEY_NAME, new Secret(Buffer.from(fresh).toString('base64')));
  return fresh;
}

export async function withHomeError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new OperatorError('E_HOME_UNUSABLE', { cause });
  }
}
