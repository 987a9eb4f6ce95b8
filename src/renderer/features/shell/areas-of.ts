const always = ['overview.show', 'ledger.show', 'ledger.checkpoint'] as const;

/** Not the prompt: asking for it takes the tenant's lock, and it is asked for where it is shown. */
const runs = ['runs.list', 'runs.show'] as const;

const areas: Readonly<Record<string, readonly string[]>> = {
  run: [...runs, 'tenants.', 'drafts.', 'register.', 'erasure.'],
  step: [...runs, 'tenants.', 'register.list', 'register.show'],
  secret: ['tenants.'],
  tenant: ['tenants.'],
  draft: ['drafts.'],
  connection: ['connections.'],
  identity: ['identity.', 'policy.'],
  approval: ['approvals.', 'runs.'],
  reconcile: ['reconcile.last'],
  retention: ['register.', 'erasure.'],
  policy: ['identity.', 'policy.'],
};

/** Which calls may answer differently once an entry of this type stands in the ledger. */
export const areasOf = (type: string): readonly string[] => [
  ...always,
  ...(areas[type.slice(0, type.indexOf('.'))] ?? []),
];
