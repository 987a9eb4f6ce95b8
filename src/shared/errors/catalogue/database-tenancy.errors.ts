import { errorEntries } from '../error-entry.ts';

/** Codes of database-per-tenant; those of source 4 keep the names that its operators know (D9). */
export const databaseTenancyErrors = errorEntries({
  E_ADMIN_CONN_UNRESOLVED: {
    meaning: 'The secret store holds no usable connection of the server’s administrator.',
    fix: 'Store a postgres:// URL under the name in the details, then resume. Nothing was changed.',
    who: 'DevOps team, within 2 hours',
    exitCode: 1,
    retryable: false,
  },
  E_MIGRATIONS_FAILED: {
    meaning: 'A migration of the tenant’s schema failed.',
    fix: 'Mend the migration named in the details and open a new run. Roll this one back: its database, role and secret go with it.',
    who: 'Platform team, within 2 hours',
    exitCode: 1,
    retryable: false,
  },
  E_DATABASE_IN_USE: {
    meaning: 'The database could not be removed, because someone is connected to it.',
    fix: 'End the sessions on the tenant’s database, then roll back again. The slug stays taken until it is gone.',
    who: 'DevOps team, within 2 hours',
    exitCode: 1,
    retryable: true,
  },
  PROVISIONING_UNAVAILABLE: {
    meaning: 'The secret store does not answer.',
    fix: 'Wait until the secret store answers again, then resume. What a cut-off call did is looked for before anything else.',
    who: 'DevOps team, within 2 hours',
    exitCode: 7,
    retryable: true,
  },
  E_SECRET_DENIED: {
    meaning: 'The secret store refuses what was asked of it.',
    fix: 'Give the console’s identity the right to get, set, list and delete secrets there, then resume.',
    who: 'DevOps team, within 2 hours',
    exitCode: 8,
    retryable: false,
  },
  E_SECRET_TAKEN: {
    meaning: 'The secret store holds a secret of this name already.',
    fix: 'Find out which run made it: resume that one, or roll it back. Nothing was changed.',
    who: 'DevOps team, within 2 hours',
    exitCode: 1,
    retryable: false,
  },
});
