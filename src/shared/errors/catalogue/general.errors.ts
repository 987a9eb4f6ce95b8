import { errorEntries } from '../error-entry.ts';

export const generalErrors = errorEntries({
  E_INVALID_INPUT: {
    meaning: 'What was given does not have the form that is asked for.',
    fix: 'Correct the fields named in the details and try again. Nothing was changed.',
    who: 'You',
    exitCode: 2,
    retryable: false,
  },
  E_USAGE: {
    meaning: 'The command line cannot be understood.',
    fix: 'See --help of the command.',
    who: 'You',
    exitCode: 2,
    retryable: false,
  },
  E_FORBIDDEN: {
    meaning: 'Your role may not do this.',
    fix: 'Ask a superadmin to do it, or to change the policy.',
    who: 'A superadmin, within 4 hours',
    exitCode: 8,
    retryable: false,
  },
  E_HOME_UNUSABLE: {
    meaning: 'The console’s home folder cannot be used.',
    fix: 'Choose another folder with --home, mend its permissions, or free some space.',
    who: 'You',
    exitCode: 7,
    retryable: true,
  },
  E_DRAFT_DAMAGED: {
    meaning: 'A saved draft does not open.',
    fix: 'Remove it and fill the form again; nothing else depends on it.',
    who: 'You',
    exitCode: 6,
    retryable: false,
  },
  E_CANCELLED: {
    meaning: 'The operator stopped this before it was over.',
    fix: 'Go on, or start again, when ready: what had been begun is looked for first.',
    who: 'You',
    exitCode: 1,
    retryable: false,
  },
  E_UNEXPECTED: {
    meaning: 'A defect in the console. It is not your fault, and the run is safe to resume.',
    fix: 'Keep the reference id and report it; then resume the run.',
    who: 'DevOps team, within 2 hours',
    exitCode: 1,
    retryable: false,
  },
});
