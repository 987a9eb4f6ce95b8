import type { KeyObject } from 'node:crypto';
import type { JsonObject } from '../../shared/model/json.ts';
import { keyIdOf, publicKeyOf } from './signing-key.ts';

/** Entry type by which a key becomes one that may sign. */
export const IDENTITY_CREATED = 'identity.created';

/** A key that may sign entries, and from which entry on. Plain data: it travels to the threads that verify. */
export type TrustedKey = {
  readonly keyId: string;
  /** 32 bytes in base64. */
  readonly publicKey: string;
  /** The first entry it may sign. */
  readonly from: number;
};

/** What an `identity.created` entry says of its key. */
export const identityData = (key: {
  readonly keyId: string;
  readonly publicKey: Uint8Array;
}): JsonObject => ({
  keyId: key.keyId,
  publicKey: Buffer.from(key.publicKey).toString('base64'),
});

type IdentityEntry = { readonly index: number; readonly actor: string; readonly data: JsonObject };

/**
 * Which keys may sign: the fold of the log's identity entries, beginning at the key the keychain vouches for. Its own
 * entry comes first and is signed by itself; any further one must be signed by a key that was trusted before it.
 */
export function foldTrust(rootKeyId: string, entries: readonly IdentityEntry[]): readonly TrustedKey[] {
  return entries.reduce<readonly TrustedKey[]>((trusted, entry) => {
    const key = keyIn(entry.data);
    const known = (keyId: string): boolean => trusted.some((one) => one.keyId === keyId);
    if (key === undefined || known(key.keyId)) return trusted;
    if (known(entry.actor)) return [...trusted, { ...key, from: entry.index + 1 }];
    const isRoot = trusted.length === 0 && key.keyId === rootKeyId && entry.actor === rootKeyId;
    return isRoot ? [{ ...key, from: entry.index }] : trusted;
  }, []);
}

function keyIn({ keyId, publicKey }: JsonObject): Omit<TrustedKey, 'from'> | undefined {
  if (typeof keyId !== 'string' || typeof publicKey !== 'string') return undefined;
  const raw = Buffer.from(publicKey, 'base64');
  return raw.length === 32 && keyId === keyIdOf(raw) ? { keyId, publicKey } : undefined;
}

/** Looks up the key that may have signed entry `index`; undefined when `keyId` may not. */
export type KeyRing = (keyId: string, index: number) => KeyObject | undefined;

export function keyRingOf(trusted: readonly TrustedKey[]): KeyRing {
  const keys = new Map(
    trusted.map(({ keyId, publicKey, from }) => [
      keyId,
      { from, key: publicKeyOf(Buffer.from(publicKey, 'base64')) },
    ]),
  );
  return (keyId, index) => {
    const known = keys.get(keyId);
    return known !== undefined && known.from <= index ? known.key : undefined;
  };
}
