import { errorEntries } from '../error-entry.ts';

export const sandboxErrors = errorEntries({
  E_SANDBOX_NOT_CARRIED: {
    meaning: 'The installed console carries no sandbox.',
    fix: 'Try things out with `npm start` in the repository.',
    who: 'You',
    exitCode: 1,
    retryable: false,
  },
  E_SANDBOX_START_FAILED: {
    meaning: 'The sandbox could not be started.',
    fix: 'Read its log in the home; `tenantctl sandbox reset` begins anew.',
    who: 'DevOps team, within 2 hours',
    exitCode: 7,
    retryable: true,
  },
  E_SANDBOX_PORT_TAKEN: {
    meaning: 'A port that was asked for is taken by another program.',
    fix: 'Choose another port, or none: then a free one is found.',
    who: 'You',
    exitCode: 7,
    retryable: false,
  },
  E_SANDBOX_HOME_UNWRITABLE: {
    meaning: 'The sandbox cannot write to its folder in the home.',
    fix: 'Choose another home with --home, or mend the folder’s permissions.',
    who: 'You',
    exitCode: 7,
    retryable: false,
  },
  E_SANDBOX_DATA_GONE: {
    meaning: 'The files of the sandbox’s database are gone from the disk.',
    fix: '`tenantctl sandbox reset` forgets what is left of it; the next start makes a new one.',
    who: 'You',
    exitCode: 7,
    retryable: false,
  },
  E_SANDBOX_VARIANT_MISMATCH: {
    meaning: 'The sandbox was made with another reading of the schema.',
    fix: 'Start it without --schema-variant, or `tenantctl sandbox reset` first; that forgets its data.',
    who: 'You',
    exitCode: 2,
    retryable: false,
  },
});
