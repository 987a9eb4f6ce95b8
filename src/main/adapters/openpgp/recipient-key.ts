import { readKeys, type Key, type PublicKey } from 'openpgp';
import { OperatorError, type ErrorDetails } from '../../../shared/errors/operator-error.ts';
import type { ErrorCode } from '../../../shared/errors/catalogue/index.ts';

/**
 * The recipient's public key, if it can be trusted to reach this address today: one key, public, valid, able to encrypt, and with a
 * user id of the address that its owner has signed. Errors: the `E_SHARE_KEY_…` codes. Whether it is really theirs only
 * a compared fingerprint tells.
 */
export async function recipientKey(
  armored: string | undefined,
  email: string,
  now: Date,
): Promise<PublicKey> {
  const key = await read(armored);
  const fingerprint = key.getFingerprint().toUpperCase();
  const refuse = (code: ErrorCode, cause?: unknown) => refused(code, { fingerprint }, cause);
  if (key.isPrivate()) throw refuse('E_SHARE_KEY_PRIVATE');
  if (await key.isRevoked(undefined, undefined, now)) throw refuse('E_SHARE_KEY_REVOKED');
  if (await hasExpired(key, now)) throw refuse('E_SHARE_KEY_EXPIRED');
  if (!(await belongsTo(key, email, now))) throw refuse('E_SHARE_KEY_MISMATCH');
  try {
    await key.getEncryptionKey(undefined, now);
  } catch (error) {
    throw refuse('E_SHARE_KEY_CANNOT_ENCRYPT', error);
  }
  return key.toPublic();
}

async function read(armored = ''): Promise<Key> {
  // The library reads the first block alone and passes over what follows.
  const blocks = armored.split('-----BEGIN PGP').length - 1;
  if (blocks !== 1) throw refused('E_SHARE_KEY_UNREADABLE', { blocks });
  const keys = await readKeys({ armoredKeys: armored }).catch((error: unknown) => {
    throw refused('E_SHARE_KEY_UNREADABLE', { blocks }, error);
  });
  const [key] = keys;
  if (key === undefined || keys.length > 1) throw refused('E_SHARE_KEY_UNREADABLE', { keys: keys.length });
  return key;
}

async function hasExpired(key: Key, now: Date): Promise<boolean> {
  const expires = await key.getExpirationTime();
  return expires !== null && expires !== Infinity && expires <= now;
}

async function belongsTo(key: Key, email: string, now: Date): Promise<boolean> {
  for (const user of key.users) {
    const address = user.userID?.email.toLowerCase();
    const wanted = address !== undefined && address === email.trim().toLowerCase();
    if (wanted && (await isSigned(() => user.verify(now)))) return true;
  }
  return false;
}

/** A user id whose signature is missing, wrong, expired or revoked makes the library throw. */
async function isSigned(verify: () => Promise<unknown>): Promise<boolean> {
  try {
    return (await verify()) === true;
  } catch {
    return false;
  }
}

const refused = (code: ErrorCode, details: ErrorDetails, cause?: unknown) =>
  new OperatorError(code, { details, cause });
