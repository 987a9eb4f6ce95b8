import { errorEntries } from '../error-entry.ts';

/** What a screen can meet on its way to the console. */
export const consoleErrors = errorEntries({
  E_CONSOLE_UNREACHABLE: {
    meaning: 'The console itself does not answer this page.',
    fix: 'Start it again with `npm start`. A run that was under way is kept and can be resumed.',
    who: 'You',
    exitCode: 7,
    retryable: true,
  },
  E_CONSOLE_SESSION: {
    meaning: 'This page was not opened with the console’s one-time address, or its session has ended.',
    fix: 'Open the address that the console printed when it started, or start it again.',
    who: 'You',
    exitCode: 8,
    retryable: false,
  },
});
