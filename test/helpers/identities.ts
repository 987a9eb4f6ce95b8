import { createHash } from 'node:crypto';
import { signingKeyOf, type SigningKey } from '../../src/main/ledger/signing-key.ts';
import type { Identity } from '../../src/shared/model/role.ts';
import { Secret } from '../../src/shared/model/secret.ts';

/** A person of a test: a key that is the same in every run, and what the policy gives them. */
export type Person = { readonly key: SigningKey; readonly identity: Identity };

export function person(name: string, held: Partial<Pick<Identity, 'roles' | 'offices'>> = {}): Person {
  const key = signingKeyOf(new Secret<Uint8Array>(createHash('sha256').update(name).digest()));
  const publicKey = Buffer.from(key.publicKey).toString('base64');
  return { key, identity: { keyId: key.keyId, publicKey, roles: [], offices: [], ...held } };
}
