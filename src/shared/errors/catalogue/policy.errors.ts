import { errorEntries } from '../error-entry.ts';

export const policyErrors = errorEntries({
  E_POLICY_LAST_SUPERADMIN: {
    meaning: 'After this nobody could change the policy any more.',
    fix: 'Make somebody else superadmin first.',
    who: 'You',
    exitCode: 1,
    retryable: false,
  },
  E_POLICY_INVALID: {
    meaning: 'This is no policy that can be trusted: it is damaged, or not signed by whom it should be.',
    fix: 'Ask the superadmin for a fresh export, and compare the key id over the telephone.',
    who: 'A superadmin, within 4 hours',
    exitCode: 6,
    retryable: false,
  },
  E_IDENTITY_UNKNOWN: {
    meaning: 'The policy knows no identity with this key.',
    fix: 'See `tenantctl policy show`.',
    who: 'You',
    exitCode: 3,
    retryable: false,
  },
});
