import { z } from 'zod';
import {
  createIdentity,
  exportPolicy,
  grantRoles,
  importPolicy,
  revokeIdentity,
  showIdentity,
  showPolicy,
  type PolicyView,
  type SelfView,
} from '../../shared/contract/identity.contract.ts';
import { OperatorError } from '../../shared/errors/operator-error.ts';
import { keyIdOf } from '../ledger/signing-key.ts';
import { foldPolicy, policyEvents, type Policy } from '../policy/fold-policy.ts';
import { readPolicyDocument, writePolicyDocument } from '../policy/policy-document.ts';
import type { ConsoleContext } from './console-context.ts';
import { operation } from './operation.ts';

/** The policy in force, as the log tells it now. */
export const policyOf = ({ ledger }: Pick<ConsoleContext, 'ledger'>): Policy =>
  foldPolicy(ledger.entries({ types: policyEvents }));

const person = z.object({ name: z.string(), email: z.string() });

/** Personal details of an identity are sealed under a subject of its own, so that they can be shredded. */
const subjectOf = (keyId: string): string => `identity:${keyId}`;

export const identityOperations = [
  operation(showIdentity, (ctx) => selfView(ctx)),

  operation(createIdentity, async (ctx, details) => {
    const { keyId } = ctx.actor();
    await ctx.ledger.append({
      type: 'identity.named',
      tenantId: subjectOf(keyId),
      data: { keyId },
      details,
    });
    return selfView(ctx);
  }),

  operation(showPolicy, (ctx) => policyView(ctx)),

  operation(grantRoles, async (ctx, { publicKey, name, email, roles, offices }) => {
    const keyId = keyIdOf(Buffer.from(publicKey, 'base64'));
    refuseLosingSuperadmins(policyOf(ctx), keyId, roles.includes('superadmin'));
    const tenantId = subjectOf(keyId);
    await ctx.ledger.append(
      { type: 'policy.granted', tenantId, data: { keyId, publicKey, roles, offices } },
      { type: 'identity.named', tenantId, data: { keyId }, details: { name, email } },
    );
    return policyView(ctx);
  }),

  operation(revokeIdentity, async (ctx, { keyId }) => {
    const policy = policyOf(ctx);
    if (!policy.identities.some((each) => each.keyId === keyId))
      throw new OperatorError('E_IDENTITY_UNKNOWN', { details: { keyId } });
    refuseLosingSuperadmins(policy, keyId, false);
    await ctx.ledger.append({ type: 'policy.revoked', tenantId: subjectOf(keyId), data: { keyId } });
    return policyView(ctx);
  }),

  operation(exportPolicy, (ctx) => {
    const { identities } = policyOf(ctx);
    return Promise.resolve({
      document: writePolicyDocument(identities, ctx.signer),
      signer: ctx.signer.keyId,
    });
  }),

  operation(importPolicy, async (ctx, { document, signer }) => {
    const read = readPolicyDocument(document);
    const before = policyOf(ctx);
    const known = before.identities.some(
      (each) => each.keyId === signer && each.roles.includes('superadmin'),
    );
    if (read?.signer !== signer || !(before.version === 1 || known))
      throw new OperatorError('E_POLICY_INVALID', { details: { signer } });
    await ctx.ledger.append({ type: 'policy.imported', data: { document, signer } });
    return policyView(ctx);
  }),
];

function refuseLosingSuperadmins({ identities }: Policy, changed: string, staysSuperadmin: boolean): void {
  const others = identities.some((each) => each.keyId !== changed && each.roles.includes('superadmin'));
  if (!others && !staysSuperadmin)
    throw new OperatorError('E_POLICY_LAST_SUPERADMIN', { details: { keyId: changed } });
}

async function selfView(ctx: ConsoleContext): Promise<SelfView> {
  const { keyId, publicKey } = ctx.signer;
  const own = policyOf(ctx).identities.find((each) => each.keyId === keyId);
  const known = await personOf(ctx, keyId);
  return {
    keyId,
    publicKey: Buffer.from(publicKey).toString('base64'),
    roles: own?.roles ?? [],
    offices: own?.offices ?? [],
    named: known !== undefined,
    ...known,
    keychain: ctx.keychain.kind,
  };
}

async function policyView(ctx: ConsoleContext): Promise<PolicyView> {
  const { version, identities } = policyOf(ctx);
  const named = identities.map(async (each) => ({ ...each, ...(await personOf(ctx, each.keyId)) }));
  return { version, identities: await Promise.all(named) };
}

/** The newest name and e-mail given to a key; undefined when none was, or when they were shredded. */
async function personOf({ ledger }: ConsoleContext, keyId: string) {
  const filter = { tenantId: subjectOf(keyId), types: ['identity.named'], newestFirst: true, limit: 1 };
  const [entry] = ledger.entries(filter);
  const details = entry && (await ledger.unseal(entry));
  if (details === undefined || details === 'shredded') return undefined;
  return person.parse(details);
}
