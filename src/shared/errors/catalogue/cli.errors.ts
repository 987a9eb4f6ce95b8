import { errorEntries } from '../error-entry.ts';

export const cliErrors = errorEntries({
  E_CONNECTION_UNFIT: {
    meaning: 'The doctor found something over which the console refuses to work over this connection.',
    fix: 'Do what stands beside each refused finding, then examine it again.',
    who: 'You; DevOps team, within 4 hours, for the database role',
    exitCode: 1,
    retryable: false,
  },
});
