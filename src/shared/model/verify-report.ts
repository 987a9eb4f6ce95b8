/** What can be wrong with a ledger, one word each. */
export type LedgerFault =
  | 'entry-missing'
  | 'entry-malformed'
  | 'entry-misplaced'
  | 'entry-foreign'
  | 'signature-invalid'
  | 'signer-unknown'
  | 'column-differs'
  | 'node-differs'
  | 'details-missing'
  | 'details-damaged'
  | 'details-unexpected'
  | 'tenant-key-missing'
  | 'tenant-key-damaged'
  | 'tenant-key-returned'
  | 'checkpoint-differs'
  | 'rolled-back'
  | 'store-damaged';

export type BadEntry = {
  /** The first entry that is not as it was signed. Left out when the fault is not in an entry. */
  readonly index?: number;
  readonly what: LedgerFault;
  /** One sentence for an operator. */
  readonly message: string;
};

/** The verdict over a whole ledger. */
export type VerifyReport = {
  readonly ok: boolean;
  /** How many entries the ledger claims to hold. */
  readonly entries: number;
  /** RFC 6962 root hash over what is really stored, hexadecimal. Empty when it could not be read to its end. */
  readonly root: string;
  readonly firstBad?: BadEntry;
  /** C2SP checkpoint of the stored tree head, signed now. Empty when there is a fault. */
  readonly checkpoint: string;
  /**
   * Against the checkpoint pinned in the keychain: the same tree, a consistent longer one, none pinned yet, or a
   * shorter or different one.
   */
  readonly pinned: 'matches' | 'ahead' | 'none' | 'rolled-back';
};
