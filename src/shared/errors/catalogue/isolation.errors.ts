import { errorEntries } from '../error-entry.ts';

export const isolationErrors = errorEntries({
  E_PROBE_ACTOR_MISSING: {
    meaning: 'A user that the isolation check asks as could not be signed in.',
    fix: 'Check that the portal belongs to the database of the connection and that its profile names its roles, then verify again.',
    who: 'DevOps team, within 4 hours',
    exitCode: 1,
    retryable: true,
  },
  E_CLEAN_UP_INCOMPLETE: {
    meaning: 'Test data of an isolation check is still there.',
    fix: 'Run `tenantctl verify --clean-up` once the portal answers; the details name what is left.',
    who: 'DevOps team, within 4 hours',
    exitCode: 1,
    retryable: true,
  },
  E_ISOLATION_DEADLINE: {
    meaning: 'The isolation check took longer than it may; what was not asked by then is inconclusive.',
    fix: 'Verify again when the portal is faster, or allow more time.',
    who: 'DevOps team, within 4 hours',
    exitCode: 1,
    retryable: true,
  },
});
