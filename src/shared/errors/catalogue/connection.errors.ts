import { errorEntries } from '../error-entry.ts';

export const connectionErrors = errorEntries({
  E_CONNECTION_UNKNOWN: {
    meaning: 'There is no connection of this name.',
    fix: 'See `tenantctl connection list`; make it with `tenantctl connection add`.',
    who: 'You',
    exitCode: 3,
    retryable: false,
  },
  E_CONNECTION_NO_PASSWORD: {
    meaning: 'The keychain holds no password for this connection.',
    fix: 'Store it with `tenantctl connection add` under the same name.',
    who: 'You',
    exitCode: 3,
    retryable: false,
  },
  E_KEYCHAIN_THROW_AWAY: {
    meaning:
      'This home keeps its secrets in a throw-away file, which only the sandbox on this machine may use.',
    fix: 'Start the system keychain, or make a home with a passphrase vault, and add the connection there.',
    who: 'You',
    exitCode: 8,
    retryable: false,
  },
  E_ENVIRONMENT_MISMATCH: {
    meaning: 'The connection does not lead where it was first met. Nothing was changed.',
    fix: 'See `differs` in the details. Find out why before anything else; if the move was planned, remove the connection and add it again.',
    who: 'DevOps team, within 2 hours',
    exitCode: 6,
    retryable: false,
  },
  E_ROLE_ON_LOAN: {
    meaning: "The console's database role can still delete what only a purge deletes.",
    fix: 'Have the loan taken back: run the GRANTs that `tenantctl connection doctor` prints. Nothing was changed.',
    who: 'Database administrator, within 4 hours',
    exitCode: 8,
    retryable: true,
  },
  E_ROLE_EXCESSIVE: {
    meaning: "The console's database role can do more in production than the console needs.",
    fix: 'Have the role reduced to the GRANTs that `tenantctl connection doctor` prints. Nothing was changed.',
    who: 'Database administrator, within 4 hours',
    exitCode: 8,
    retryable: false,
  },
});
