/** Encrypts files to one recipient. Errors: `E_SHARE_KEY_…` for an OpenPGP key, `E_AGE_…` for age. */
export type FileCipher = {
  /** Throws what `encrypt` would, as far as it can be known beforehand. */
  check(): Promise<void>;
  /** From a file to another one, which is on the disk when this resolves. Memory does not grow with the file. */
  encrypt(from: string, to: string): Promise<void>;
};
