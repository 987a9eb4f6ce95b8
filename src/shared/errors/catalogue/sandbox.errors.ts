import { errorEntries } from '../error-entry.ts';

/** What the sandbox process answers with, see `src/sandbox/sandbox-error.ts`. */
export const sandboxErrors = errorEntries({
  E_SANDBOX_PORT_TAKEN: {
    meaning: 'A port that was asked for is used by another program.',
    fix: 'Name another port, or name none and let the sandbox find a free one.',
    who: 'You',
    exitCode: 7,
    retryable: true,
  },
  E_SANDBOX_HOME_UNWRITABLE: {
    meaning: 'The sandbox cannot write to its home.',
    fix: 'Name a home that this user may write to, or give it that right.',
    who: 'You',
    exitCode: 8,
    retryable: false,
  },
  E_SANDBOX_START_FAILED: {
    meaning: 'The sandbox did not come up.',
    fix: 'Read sandbox/server.log and sandbox/postgres.log in the home; "sandbox reset" begins anew.',
    who: 'DevOps team, within 4 hours',
    exitCode: 7,
    retryable: true,
  },
  E_SANDBOX_VARIANT_MISMATCH: {
    meaning: 'The sandbox holds another schema variant than the one asked for.',
    fix: 'Start it without naming a variant, or run "sandbox reset" first, which removes its data.',
    who: 'You',
    exitCode: 1,
    retryable: false,
  },
  E_SANDBOX_USAGE: {
    meaning: 'The sandbox process was called in a way it does not understand.',
    fix: 'See its message for what it takes.',
    who: 'You',
    exitCode: 2,
    retryable: false,
  },
});
