import canonicalize from 'canonicalize';
import { z } from 'zod';
import { identity, type Identity } from '../../shared/model/role.ts';
import { parseEnvelope, parseJson, preAuthEncoding, signEnvelope } from '../ledger/dsse.ts';
import { isSignedBy, keyIdOf, publicKeyOf, type SigningKey } from '../ledger/signing-key.ts';

/** DSSE payload type of a policy that travels between workstations. */
export const policyPayloadType = 'application/vnd.tenant-console.policy.v1+json';

const payload = z.strictObject({
  format: z.literal('tenant-console.policy/v1'),
  identities: z.array(identity),
});

export type PolicyDocument = { readonly signer: string; readonly identities: readonly Identity[] };

/** A policy as a DSSE envelope signed by one of its superadmins. */
export function writePolicyDocument(identities: readonly Identity[], key: SigningKey): string {
  const text = canonicalize({ format: 'tenant-console.policy/v1', identities }) ?? '';
  return Buffer.from(signEnvelope(policyPayloadType, text, key)).toString('utf8');
}

/**
 * Reads a policy document. Undefined unless it is whole, each key id fits its key, and it is signed by a superadmin whom it
 * names itself.
 */
export function readPolicyDocument(text: string): PolicyDocument | undefined {
  const envelope = parseEnvelope(Buffer.from(text));
  if (envelope?.payloadType !== policyPayloadType) return undefined;
  const parsed = payload.safeParse(parseJson(envelope.payload));
  if (!parsed.success) return undefined;
  const { identities } = parsed.data;
  const signer = identities.find(({ keyId }) => keyId === envelope.keyId);
  if (signer === undefined || !signer.roles.includes('superadmin') || !identities.every(hasItsOwnKeyId))
    return undefined;
  const signed = preAuthEncoding(policyPayloadType, envelope.payload);
  const key = publicKeyOf(Buffer.from(signer.publicKey, 'base64'));
  return isSignedBy(key, signed, envelope.signature) ? { signer: signer.keyId, identities } : undefined;
}

/** A key id that is not derived from its key would let one key pass for another. */
export const hasItsOwnKeyId = ({ keyId, publicKey }: Pick<Identity, 'keyId' | 'publicKey'>): boolean =>
  keyIdOf(Buffer.from(publicKey, 'base64')) === keyId;
