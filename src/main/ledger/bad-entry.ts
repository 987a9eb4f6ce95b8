import type { BadEntry, LedgerFault } from '../../shared/model/verify-report.ts';

const SENTENCES: Readonly<Record<LedgerFault, string>> = {
  'entry-missing': 'is missing',
  'entry-malformed': 'is not a signed entry',
  'entry-misplaced': 'was signed for another place in the log',
  'entry-foreign': 'was signed for another log',
  'signature-invalid': 'is not what its signer signed',
  'signer-unknown': 'was signed by a key that may not sign it',
  'column-differs': 'is filed under what it does not say',
  'node-differs': 'does not fit the hashes of the tree',
  'details-missing': 'has lost its sealed details',
  'details-damaged': 'has details that are not the ones it was signed with',
  'details-unexpected': 'has details it was not signed with',
  'tenant-key-missing': 'has details whose key is gone without having been shredded',
  'tenant-key-damaged': 'has details whose key does not open',
  'tenant-key-returned': 'holds the key of a shredded tenant again',
  'checkpoint-differs': 'is not the one a stored checkpoint was made over',
  'rolled-back': 'is older than, or differs from, the checkpoint in the keychain',
  'store-damaged': 'cannot be read as it was written',
};

export const badEntry = (index: number, what: LedgerFault): BadEntry => ({
  index,
  what,
  message: `Entry ${index} ${SENTENCES[what]}.`,
});

export const badLedger = (what: LedgerFault, message = `The ledger ${SENTENCES[what]}.`): BadEntry => ({
  what,
  message,
});

/** The one that comes first in the log; those that are in no entry come last, in the order given. */
export const earliest = (found: readonly (BadEntry | undefined)[]): BadEntry | undefined =>
  found
    .filter((bad) => bad !== undefined)
    .toSorted((a, b) => (a.index ?? Number.MAX_SAFE_INTEGER) - (b.index ?? Number.MAX_SAFE_INTEGER))[0];
