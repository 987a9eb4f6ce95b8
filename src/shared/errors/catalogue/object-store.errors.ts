import { errorEntries } from '../error-entry.ts';

export const objectStoreErrors = errorEntries({
  E_OBJECTS_NOT_CONFIGURED: {
    meaning: 'The connection names no file store, or the keychain holds no token for it.',
    fix: 'Add the file store and its token to the connection, then resume the run.',
    who: 'DevOps team, within 1 working day',
    exitCode: 1,
    retryable: false,
  },
  E_OBJECTS_UNREACHABLE: {
    meaning: 'The file store cannot be reached or did not answer in time.',
    fix: "Check the network and the service's status page, then resume the run.",
    who: 'DevOps team, within 4 hours',
    exitCode: 7,
    retryable: true,
  },
  E_OBJECTS_AUTH: {
    meaning: 'The file store refuses the token, or what was asked for with it.',
    fix: 'Put a valid read-write token of the store into the connection, then resume the run.',
    who: 'DevOps team, within 4 hours',
    exitCode: 8,
    retryable: false,
  },
});
