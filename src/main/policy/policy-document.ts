import { z } from 'zod';
import { identity, type Identity } from '../../shared/model/role.ts';
import { readDocument, writeDocument } from '../ledger/signed-document.ts';
import { keyIdOf, publicKeyOf, type SigningKey } from '../ledger/signing-key.ts';

/** DSSE payload type of a policy that travels between workstations. */
export const policyPayloadType = 'application/vnd.tenant-console.policy.v1+json';

const payload = z.strictObject({
  format: z.literal('tenant-console.policy/v1'),
  identities: z.array(identity),
});

export type PolicyDocument = { readonly signer: string; readonly identities: readonly Identity[] };

/** A policy as a document signed by one of its superadmins. */
export const writePolicyDocument = (identities: readonly Identity[], key: SigningKey): string =>
  writeDocument(policyPayloadType, { format: 'tenant-console.policy/v1', identities }, key);

/**
 * Reads a policy document. Undefined unless it is whole, each key id fits its key, and it is signed by a superadmin whom it
 * names itself.
 */
export function readPolicyDocument(text: string): PolicyDocument | undefined {
  const document = readDocument(policyPayloadType, text);
  const parsed = payload.safeParse(document?.content);
  if (document === undefined || !parsed.success) return undefined;
  const { identities } = parsed.data;
  const signer = identities.find(({ keyId }) => keyId === document.keyId);
  if (signer?.roles.includes('superadmin') !== true || !identities.every(hasItsOwnKeyId)) return undefined;
  const isGenuine = document.isSignedBy(publicKeyOf(Buffer.from(signer.publicKey, 'base64')));
  return isGenuine ? { signer: signer.keyId, identities } : undefined;
}

/** A key id that is not derived from its key would let one key pass for another. */
export const hasItsOwnKeyId = ({ keyId, publicKey }: Pick<Identity, 'keyId' | 'publicKey'>): boolean =>
  keyIdOf(Buffer.from(publicKey, 'base64')) === keyId;
