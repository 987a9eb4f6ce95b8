import { createPrivateKey, createPublicKey, hash, sign, verify, type KeyObject } from 'node:crypto';
import type { Secret } from '../../shared/model/secret.ts';

/** DER in front of the 32 raw bytes: PKCS #8 (RFC 8410 §7) and SubjectPublicKeyInfo (RFC 8410 §4) of Ed25519. */
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** An Ed25519 key (RFC 8032) that signs and cannot be read out. */
export type SigningKey = {
  readonly keyId: string;
  /** 32 bytes, RFC 8032 §5.1.5. */
  readonly publicKey: Uint8Array;
  /** A 64-byte signature. */
  sign(message: Uint8Array): Uint8Array;
};

/** The key of a 32-byte seed. */
export function signingKeyOf(seed: Secret<Uint8Array>): SigningKey {
  const key = createPrivateKey({
    key: Buffer.concat([PRIVATE_PREFIX, seed.reveal()]),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = createPublicKey(key)
    .export({ format: 'der', type: 'spki' })
    .subarray(PUBLIC_PREFIX.length);
  return { keyId: keyIdOf(publicKey), publicKey, sign: (message) => sign(null, message, key) };
}

/** Names a key: the first 16 bytes of SHA-256 over its 32 raw bytes, hexadecimal. */
export const keyIdOf = (publicKey: Uint8Array): string => hash('sha256', publicKey).slice(0, 32);

/** A key that `isSignedBy` takes. Throws when the bytes are not 32. */
export const publicKeyOf = (raw: Uint8Array): KeyObject =>
  createPublicKey({ key: Buffer.concat([PUBLIC_PREFIX, raw]), format: 'der', type: 'spki' });

export const isSignedBy = (key: KeyObject, message: Uint8Array, signature: Uint8Array): boolean =>
  verify(null, message, key, signature);
