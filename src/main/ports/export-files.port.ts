/** One file inside an export. `sha256` is over its content, lower-case hex. */
export type WrittenEntry = { readonly bytes: number; readonly sha256: string };

/** Adds a file to an archive that is being written. */
export type AddEntry = (name: string, content: AsyncIterable<string | Uint8Array>) => Promise<WrittenEntry>;

/** An archive holds on to no more pieces of a file than these while it asks for the next: older ones may be written over. */
export const PIECES_HELD = 3;

/** An archive that is being written; one call after another. */
export type Archive = {
  readonly add: AddEntry;
  /** Adds files that grow side by side: every piece is one of each, in the order of the names. */
  addTogether(
    names: readonly string[],
    pieces: AsyncIterable<readonly Uint8Array[]>,
  ): Promise<readonly (WrittenEntry & { readonly path: string })[]>;
};

/** An armoured OpenPGP public key (RFC 9580) that belongs to this address. */
export type OpenpgpRecipient = { readonly by: 'openpgp'; readonly key: string; readonly email: string };
/** A public key of age, `age1…` (C2SP age). */
export type AgeRecipient = { readonly by: 'age'; readonly recipient: string };

/** Whom an export is encrypted to. */
export type ExportRecipient = OpenpgpRecipient | AgeRecipient;

/** An archive as it is delivered. `file` is the name in the console's export folder. */
export type ExportFile = { readonly file: string; readonly bytes: number; readonly sha256: string };

/**
 * Exports as archives in a folder of their own. Everything streams: memory does not grow with the export.
 *
 * Errors: `E_HOME_UNUSABLE` (no room, no rights; nothing half written stays), `E_EXPORT_DAMAGED`; those of
 * the recipient's key, `E_SHARE_KEY_…` and `E_AGE_…`.
 */
export type ExportFiles = {
  /** Throws what `seal` would because of the recipient, so that nobody exports for hours in vain. */
  check(recipient: ExportRecipient | undefined): Promise<void>;
  /** Writes a ZIP (APPNOTE 6.3) whole or not at all, under the name of the run. */
  write(runId: string, modifiedAt: Date, fill: (archive: Archive) => Promise<void>): Promise<void>;
  /** Content of one file of it. Throws `E_EXPORT_DAMAGED` when the archive or the entry is not there. */
  read(runId: string, name: string): AsyncIterable<Uint8Array>;
  /**
   * Makes it ready to deliver: encrypted where there is a recipient, the plain archive is gone then. Answers with the file; a second call with what is ready changes nothing.
   */
  seal(runId: string, recipient: ExportRecipient | undefined): Promise<ExportFile>;
  /** What is ready to deliver. */
  find(runId: string): Promise<ExportFile | undefined>;
  /** Removes everything of the run's export; safe to repeat. */
  remove(runId: string): Promise<void>;
};
