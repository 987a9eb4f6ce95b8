import { errorEntries } from '../error-entry.ts';

export const certificateErrors = errorEntries({
  E_CERTIFICATE_TOO_EARLY: {
    meaning: 'The run has not ended, so there is nothing to certify yet.',
    fix: 'Finish the run or roll it back first.',
    who: 'You',
    exitCode: 1,
    retryable: false,
  },
  E_CERTIFICATE_INVALID: {
    meaning: 'The certificate does not hold.',
    fix: 'Read which check failed. Ask for a fresh copy; if that fails too, somebody has tampered with it.',
    who: 'CISO on call, immediately',
    exitCode: 6,
    retryable: false,
  },
});
