import { z } from 'zod';

/**
 * Who uses the console (C3). An operator holds one or more; each contract call names who may call it and the operation
 * layer enforces it.
 */
export const roles = ['superadmin', 'approver', 'dpo', 'support'] as const;
export type Role = (typeof roles)[number];

/** The offices whose signature a plan can demand (N9, P17). */
export const offices = ['CISO', 'Compliance Officer', 'DPO'] as const;
export type Office = (typeof offices)[number];

/** Names a signing key: the first 16 bytes of SHA-256 over its 32 raw bytes, lower-case hex. */
export const keyId = z.string().regex(/^[0-9a-f]{32}$/, 'a key id');

/** A person as the policy knows them: a key and what it may do. Name and e-mail are sealed apart. */
export const identity = z.strictObject({
  keyId,
  /** Ed25519, 32 bytes in base64. */
  publicKey: z.base64().length(44),
  roles: z.array(z.enum(roles)),
  offices: z.array(z.enum(offices)),
});
export type Identity = z.infer<typeof identity>;
