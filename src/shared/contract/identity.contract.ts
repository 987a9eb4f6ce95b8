import { z } from 'zod';
import { identity, keyId, offices, roles } from '../model/role.ts';
import { defineCall } from './call.ts';

const person = {
  name: z.string().trim().min(2).max(120).describe('Full name'),
  email: z.email().max(254).toLowerCase().describe('E-mail'),
};

const known = identity.extend({ name: z.string().exactOptional(), email: z.string().exactOptional() });

const self = known.extend({
  /** Whether the operator has said who they are: the first start asks for it. */
  named: z.boolean(),
  keychain: z.enum(['system', 'vault', 'throw-away']),
});
export type SelfView = z.infer<typeof self>;

/** Whose key signs in this home, and what the policy lets them do. */
export const showIdentity = defineCall({
  name: 'identity.show',
  input: z.strictObject({}),
  output: self,
  roles,
  open: true,
});

/** Says who the operator of this home is. Sealed; saying it again replaces it. */
export const createIdentity = defineCall({
  name: 'identity.create',
  input: z.strictObject(person),
  output: self,
  roles,
});

const policy = z.strictObject({
  /** Grows with every change. */
  version: z.int(),
  identities: z.array(known),
});
export type PolicyView = z.infer<typeof policy>;

export const showPolicy = defineCall({
  name: 'policy.show',
  input: z.strictObject({}),
  output: policy,
  roles,
});

/** Gives a key roles and offices, or changes them. `E_POLICY_LAST_SUPERADMIN` when nobody would be left to change it. */
export const grantRoles = defineCall({
  name: 'policy.grant',
  input: z.strictObject({
    publicKey: z.base64().length(44).describe('Public key, base64'),
    ...person,
    roles: z.array(z.enum(roles)).min(1),
    offices: z.array(z.enum(offices)).default([]),
  }),
  output: policy,
  roles: ['superadmin'],
});

/** Takes every role from a key. What it signed stays valid. `E_POLICY_LAST_SUPERADMIN`. */
export const revokeIdentity = defineCall({
  name: 'policy.revoke',
  input: z.strictObject({ keyId }),
  output: policy,
  roles: ['superadmin'],
});

/** The policy as a file for a colleague's workstation: a DSSE envelope signed with the operator's key. */
export const exportPolicy = defineCall({
  name: 'policy.export',
  input: z.strictObject({}),
  output: z.strictObject({ document: z.string(), signer: keyId }),
  roles: ['superadmin'],
});

/**
 * Takes a colleague's policy over. The first one binds this home to whoever signed it and needs their key id, told by another
 * way; later ones must be signed by a superadmin of the policy in force.
 */
export const importPolicy = defineCall({
  name: 'policy.import',
  input: z.strictObject({ document: z.string().max(200_000), signer: keyId }),
  output: policy,
  roles,
  open: true,
});
