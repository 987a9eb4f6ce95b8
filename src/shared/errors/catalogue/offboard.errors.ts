import { errorEntries } from '../error-entry.ts';

export const offboardErrors = errorEntries({
  E_CLASSIFICATION_UNKNOWN_COLUMN: {
    meaning: 'The live schema has columns of which nobody has said whose data they hold.',
    fix: 'Find out what the columns named in the details hold, and open the run again with “classified” saying so for each.',
    who: 'The DPO, before anything is anonymised',
    exitCode: 1,
    retryable: false,
  },
  E_EXPORT_INCOMPLETE: {
    meaning: 'What stands in the export is not what the database says there is.',
    fix: 'Resume the run to export again; report it when it happens twice.',
    who: 'DevOps team, within 2 hours',
    exitCode: 6,
    retryable: true,
  },
  E_EXPORT_DAMAGED: {
    meaning: 'An export file is not as it was written.',
    fix: 'Do not deliver it. Resume the run to export again.',
    who: 'You',
    exitCode: 6,
    retryable: false,
  },
  E_ACCESS_REMAINS: {
    meaning: 'A user of the tenant could still sign in, or use a session, after the access was taken away.',
    fix: 'Stop. The portal does not heed the role “Disabled”: have that mended, then resume the run.',
    who: 'DevOps team, at once',
    exitCode: 1,
    retryable: false,
  },
  E_ANONYMISE_NOTHING_TOUCHED: {
    meaning: 'Rows were to be anonymised, and the database changed fewer of them than were picked.',
    fix: 'Look for a trigger, a rule or row-level security on the table in the details; then resume the run.',
    who: 'DevOps team, within 2 hours',
    exitCode: 1,
    retryable: false,
  },
  E_ANONYMISE_COLUMN: {
    meaning: 'A column cannot be emptied: it must be filled, and its type has no empty value.',
    fix: 'Have the column in the details made nullable, or add it to “classified”.',
    who: 'DevOps team, within 1 working day',
    exitCode: 1,
    retryable: false,
  },
  E_FILES_REMAIN: {
    meaning: 'The file store still lists files of the tenant that were removed.',
    fix: 'Resume the run; when they come back, find out what writes them.',
    who: 'DevOps team, within 2 hours',
    exitCode: 1,
    retryable: true,
  },
  E_KNOWN_VALUES_LOST: {
    meaning: 'What was known of the tenant’s people is not there any more, so nothing can be searched for.',
    fix: 'Read the export again on another workstation, or have the DPO decide how the run ends.',
    who: 'The DPO, within 1 working day',
    exitCode: 6,
    retryable: false,
  },
  E_RESIDUAL_PERSONAL_DATA: {
    meaning: 'Values of the tenant’s people are still there.',
    fix: 'See the tables and columns in the details. Mend what wrote them, then resume the run.',
    who: 'The DPO, within 1 working day',
    exitCode: 1,
    retryable: false,
  },
});
