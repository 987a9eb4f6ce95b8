import { readFile } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { readStdin, type Terminal } from '../terminal.ts';

/** A signed document from a file, or from standard input for `-`. Errors: `E_INVALID_INPUT` when it cannot be read. */
export async function readDocumentFile(file: string, terminal: Terminal): Promise<string> {
  try {
    return file === '-' ? await readStdin(terminal) : await readFile(file, 'utf8');
  } catch (cause) {
    throw new OperatorError('E_INVALID_INPUT', {
      message: `The file ${file} cannot be read.`,
      details: { file },
      cause,
    });
  }
}

/** Writes a document where it was asked for, whole or not at all. Errors: `E_INVALID_INPUT` when it cannot be written. */
export async function writeDocumentFile(file: string, document: string): Promise<void> {
  try {
    await writeFileAtomic(file, document.endsWith('\n') ? document : `${document}\n`);
  } catch (cause) {
    throw new OperatorError('E_INVALID_INPUT', {
      message: `The file ${file} cannot be written.`,
      details: { file },
      cause,
    });
  }
}
