import { errorEntries } from '../error-entry.ts';

export const isolationErrors = errorEntries({
  E_PROBE_ACTOR_MISSING: {
    meaning: 'A user that the isolation check asks as could not be signed in.',
    fix: 'Check that the portal belongs to the database of the connection and that its profile names its roles, then verify again.',
    who: 'DevOps team, within 4 hours',
    exitCode: 1,
    retryable: true,
  },
  E_ISOLATION_UNDECIDED: {
    meaning: 'The isolation suite could not decide everything: some questions stayed open, which is no pass.',
    fix: 'Read the open probes in the report, mend what kept them from being answered, and verify again.',
    who: 'DevOps team, within 4 hours',
    exitCode: 5,
    retryable: true,
  },
  E_SANDBOX_CONTROL: {
    meaning: 'The control of the sandbox does not answer as it should.',
    fix: 'Run `tenantctl sandbox stop`, then try again.',
    who: 'DevOps team, within 4 hours',
    exitCode: 7,
    retryable: true,
  },
  E_DETECTOR_WEAK: {
    meaning: 'The detector missed a planted leak, or raised an alarm where there was nothing.',
    fix: 'Do not trust its passes until the details are understood.',
    who: 'Security team, within 4 hours',
    exitCode: 6,
    retryable: false,
  },
  E_CLEAN_UP_INCOMPLETE: {
    meaning: 'Test data of an isolation check is still there.',
    fix: 'Run `tenantctl verify --clean-up` once the portal answers; the details name what is left.',
    who: 'DevOps team, within 4 hours',
    exitCode: 1,
    retryable: true,
  },
  E_OVERRIDE_REASON: {
    meaning: 'Going on although the isolation suite did not pass needs a reason.',
    fix: 'Answer again, and say why it is right to go on.',
    who: 'You',
    exitCode: 2,
    retryable: false,
  },
  E_REPORT_NOT_FOUND: {
    meaning: 'This console has no isolation report of this digest.',
    fix: 'Reports stay in the home where the run was made; look there, or verify the tenant again.',
    who: 'You',
    exitCode: 3,
    retryable: false,
  },
  E_VERIFICATION_STOPPED: {
    meaning: 'The verification stopped before its report was made.',
    fix: 'Look at the run that the details name, mend what it says, and resume it or verify again.',
    who: 'DevOps team, within 4 hours',
    exitCode: 1,
    retryable: true,
  },
  E_REPORT_DAMAGED: {
    meaning: 'A kept isolation report is not the one that the ledger speaks of.',
    fix: 'Take the report from a backup, or verify the tenant again.',
    who: 'Security team, within 4 hours',
    exitCode: 6,
    retryable: false,
  },
  E_ISOLATION_DEADLINE: {
    meaning: 'The isolation check took longer than it may; what was not asked by then is inconclusive.',
    fix: 'Verify again when the portal is faster, or allow more time.',
    who: 'DevOps team, within 4 hours',
    exitCode: 1,
    retryable: true,
  },
});
