import { errorEntries } from '../error-entry.ts';

export const hostErrors = errorEntries({
  E_UNKNOWN_CALL: {
    meaning: 'The console knows no call of this name.',
    fix: 'Reload the window; when it stays, window and console are of different versions: start the console anew.',
    who: 'DevOps team, within a day',
    exitCode: 3,
    retryable: false,
  },
  E_CALL_TOO_LARGE: {
    meaning: 'More was sent than one call may hold. Nothing was read of it and nothing was done.',
    fix: 'Send less than 1 MiB.',
    who: 'You',
    exitCode: 2,
    retryable: false,
  },
  E_CALLER_FOREIGN: {
    meaning: 'The call came from a page that is not the console. It was refused and nothing was done.',
    fix: 'Use the console’s own window. If no page of yours did this, close the browser’s other pages and tell whom to call.',
    who: 'Security team, within 4 hours',
    exitCode: 8,
    retryable: false,
  },
  E_LOOPBACK_TAKEN: {
    meaning: 'The console cannot listen on this machine: the port is taken.',
    fix: 'Leave --port out, or name a free one.',
    who: 'You',
    exitCode: 7,
    retryable: true,
  },
  E_SCREENS_NOT_BUILT: {
    meaning: 'The console’s screens have not been built.',
    fix: 'Run `npm run build`, or start with `npm start`, which does it.',
    who: 'You',
    exitCode: 1,
    retryable: false,
  },
});
