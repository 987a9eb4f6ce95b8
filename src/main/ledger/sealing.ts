import { createCipheriv, createDecipheriv, createSecretKey, hash, type KeyObject } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { JsonObject } from '../../shared/model/json.ts';
import type { SealedDetails } from '../../shared/model/ledger-entry.ts';
import { Secret } from '../../shared/model/secret.ts';
import type { IdSource } from '../ports/id-source.port.ts';
import { parseJson } from './dsse.ts';

/** NIST SP 800-38D: 96-bit nonce, 128-bit tag. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SALT_BYTES = 32;
export const KEY_BYTES = 32;

/** An AES-256 key. */
export type SealKey = Secret<Uint8Array>;

/** Node takes raw bytes too, and spends 8 µs on finding out that they are no key object. */
const keyObject = (key: SealKey): KeyObject => createSecretKey(key.reveal());

/** AES-256-GCM: nonce || ciphertext || tag. `context` must be the same when it is opened. */
function encrypt(plain: Uint8Array, key: SealKey, context: string, ids: IdSource): Uint8Array {
  const nonce = ids.bytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyObject(key), nonce).setAAD(Buffer.from(context));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Undefined when the bytes are not what `encrypt` made under this key and context. */
function decrypt(box: Uint8Array, key: SealKey, context: string): Uint8Array | undefined {
  if (box.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', keyObject(key), box.subarray(0, NONCE_BYTES))
    .setAAD(Buffer.from(context))
    .setAuthTag(box.subarray(-TAG_BYTES));
  const opened = decipher.update(box.subarray(NONCE_BYTES, -TAG_BYTES));
  try {
    return Buffer.concat([opened, decipher.final()]);
  } catch {
    // The one way `final` fails here is a tag that does not fit: the answer, not an accident.
    return undefined;
  }
}

const tenantContext = (tenantId: string): string => `tenant-console/tenant-key/v1\n${tenantId}`;
const detailsContext = (log: string, index: number): string => `tenant-console/details/v1\n${log}\n${index}`;

/** A fresh tenant key and the form in which it is stored. */
export function newTenantKey(
  tenantId: string,
  sealingKey: SealKey,
  ids: IdSource,
): { readonly key: SealKey; readonly wrapped: Uint8Array } {
  const bytes = ids.bytes(KEY_BYTES);
  return { key: new Secret(bytes), wrapped: encrypt(bytes, sealingKey, tenantContext(tenantId), ids) };
}

/** The tenant key again; undefined when it is not one that this sealing key wrapped for this tenant. */
export function unwrapTenantKey(
  wrapped: Uint8Array,
  tenantId: string,
  sealingKey: SealKey,
): SealKey | undefined {
  const bytes = decrypt(wrapped, sealingKey, tenantContext(tenantId));
  return bytes === undefined ? undefined : new Secret(bytes);
}

/**
 * Seals details for one entry of one log. The commitment is SHA-256(salt || canonical details); the salt is sealed with
 * them, so nobody can try likely names against it.
 */
export function sealDetails(
  details: JsonObject,
  place: { readonly log: string; readonly index: number },
  key: SealKey,
  ids: IdSource,
): { readonly blob: Uint8Array; readonly sealed: SealedDetails } {
  const salted = Buffer.concat([ids.bytes(SALT_BYTES), Buffer.from(canonicalize(details) ?? '')]);
  const blob = encrypt(salted, key, detailsContext(place.log, place.index), ids);
  return { blob, sealed: { commitment: hash('sha256', salted), digest: hash('sha256', blob) } };
}

/** The details; undefined when the blob does not open, or is not what the entry committed to. */
export function openDetails(
  blob: Uint8Array,
  sealed: SealedDetails,
  place: { readonly log: string; readonly index: number },
  key: SealKey,
): JsonObject | undefined {
  const salted = decrypt(blob, key, detailsContext(place.log, place.index));
  return salted === undefined || hash('sha256', salted) !== sealed.commitment
    ? undefined
    : (parseJson(salted.subarray(SALT_BYTES)) as JsonObject);
}
