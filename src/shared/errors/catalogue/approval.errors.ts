import { errorEntries, type ErrorEntry } from '../error-entry.ts';

const askAgain = {
  fix: 'Export the request again and have it signed anew.',
  who: 'Whoever signed it, or a superadmin, within 4 hours',
  exitCode: 6,
  retryable: false,
} as const satisfies Partial<ErrorEntry>;

export const approvalErrors = errorEntries({
  E_APPROVAL_ALTERED: {
    ...askAgain,
    meaning: 'The file is no approval as it was signed: it is damaged, or its signature does not fit.',
  },
  E_APPROVAL_UNKNOWN_SIGNER: {
    ...askAgain,
    meaning: 'Whoever signed is not in the policy, or no longer.',
    fix: 'See `tenantctl policy show`; a superadmin can grant the office.',
  },
  E_APPROVAL_REQUESTER: {
    ...askAgain,
    meaning: 'Nobody approves what they asked for themselves.',
    fix: 'Have another person sign.',
  },
  E_APPROVAL_OFFICE: {
    ...askAgain,
    meaning: 'Whoever signed holds none of the offices that this needs.',
    fix: 'Have it signed by the offices named in the details.',
  },
  E_APPROVAL_EXPIRED: {
    ...askAgain,
    meaning: 'The approval was given too long ago.',
  },
  E_APPROVAL_REPLAYED: {
    ...askAgain,
    meaning: 'The approval was given for another run, tenant or purpose.',
  },
  E_APPROVAL_DIGEST: {
    ...askAgain,
    meaning: 'The approval was given for another plan than the one that would be carried out now.',
    fix: 'Read what changed, export the request again and have it signed anew.',
  },
  E_APPROVAL_SAME_KEY: {
    ...askAgain,
    meaning: 'This key has signed already; the second signature has to be another person’s.',
    fix: 'Have another person sign.',
  },
  E_APPROVAL_REFUSED: {
    ...askAgain,
    meaning: 'A second person has refused the plan.',
    fix: 'Read the reason, and roll the run back or change what it would do.',
  },
  E_APPROVAL_MISSING: {
    meaning: 'Signatures are still missing.',
    fix: 'Send the request to those who have to sign, and import what they send back.',
    who: 'The offices named in the details',
    exitCode: 4,
    retryable: false,
  },
});
