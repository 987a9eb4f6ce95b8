import type { Effect } from '../../../shared/model/plan.ts';
import { readColumnRules } from './statements/integrity.statements.ts';
import { findActions, listVersions } from './statements/ownership.statements.ts';
import { disableProbeUser, insertProbeUsers, removeProbeUsers } from './statements/probe-users.statements.ts';

/** What an isolation check does, for a plan to tell: everything it makes it removes. */
export const isolationEffects: readonly Effect[] = [
  {
    verb: 'insert',
    object: 'users at probe.invalid, removed again',
    count: 8,
    statements: [insertProbeUsers.name],
  },
  { verb: 'update', object: 'one user at probe.invalid', count: 1, statements: [disableProbeUser.name] },
  {
    verb: 'call',
    object: 'portal, as the tenant, the canary, lower roles and nobody',
    count: 1,
    statements: [],
  },
  {
    verb: 'read',
    object: 'owners and versions of the canary’s and the tenant’s rows',
    count: 1,
    statements: [...listVersions.values(), findActions, readColumnRules].map(({ name }) => name),
  },
  { verb: 'delete', object: 'users at probe.invalid', count: 8, statements: [removeProbeUsers.name] },
];
