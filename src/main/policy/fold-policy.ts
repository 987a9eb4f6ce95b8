import { z } from 'zod';
import type { LedgerEntry } from '../../shared/model/ledger-entry.ts';
import { identity, keyId, type Identity } from '../../shared/model/role.ts';
import { readPolicyDocument } from './policy-document.ts';

/** Who may do what, as the log tells. */
export type Policy = {
  readonly version: number;
  readonly identities: readonly Identity[];
};

/** The entries a policy is folded from. */
export const policyEvents = [
  'identity.created',
  'policy.granted',
  'policy.revoked',
  'policy.imported',
] as const;

const genesis = z.object({ keyId, publicKey: z.base64() });
const revoked = z.object({ keyId });
const imported = z.object({ document: z.string() });

const isSuperadmin = ({ identities }: Policy, key: string): boolean =>
  identities.some((each) => each.keyId === key && each.roles.includes('superadmin'));

/**
 * Folds the policy. The key that began the log is superadmin of a policy of its own, until a colleague’s policy is taken
 * over; from then on only what a superadmin of the policy in force has signed changes it. Anything else is passed over. `before`:
 * what earlier entries folded to.
 */
export function foldPolicy(entries: readonly LedgerEntry[], before: Policy = none): Policy {
  return entries.reduce<Policy>(apply, before);
}

const none: Policy = { version: 0, identities: [] };

function apply(policy: Policy, entry: LedgerEntry): Policy {
  if (entry.type === 'identity.created') return begin(policy, entry);
  if (entry.type === 'policy.imported') return takeOver(policy, entry);
  if (!isSuperadmin(policy, entry.actor)) return policy;
  if (entry.type === 'policy.revoked') return without(policy, revoked.parse(entry.data).keyId);
  return withIdentity(policy, identity.parse(entry.data));
}

function begin(policy: Policy, { data }: LedgerEntry): Policy {
  if (policy.identities.length > 0) return policy;
  const { keyId: key, publicKey } = genesis.parse(data);
  return { version: 1, identities: [{ keyId: key, publicKey, roles: ['superadmin'], offices: [] }] };
}

function takeOver(policy: Policy, { data }: LedgerEntry): Policy {
  const document = readPolicyDocument(imported.parse(data).document);
  const isFirst = policy.version === 1;
  if (document === undefined || !(isFirst || isSuperadmin(policy, document.signer))) return policy;
  return { version: policy.version + 1, identities: document.identities };
}

const withIdentity = ({ version, identities }: Policy, granted: Identity): Policy => ({
  version: version + 1,
  identities: [...identities.filter((each) => each.keyId !== granted.keyId), granted],
});

const without = ({ version, identities }: Policy, key: string): Policy => ({
  version: version + 1,
  identities: identities.filter((each) => each.keyId !== key),
});
