import { readFile } from 'node:fs/promises';
import { lock } from 'proper-lockfile';
import writeFileAtomic from 'write-file-atomic';
import { OperatorError } from '../../../shared/errors/operator-error.ts';

/** The file's text, or `undefined` when there is no such file. Errors: `E_HOME_UNUSABLE`. */
export async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unusable(error);
  }
}

/**
 * Replaces a file's text by what `change` makes of it: readable by its owner alone, whole or not at all, on the disk when the
 * promise resolves, and one process at a time. When `change` answers `undefined` the file stays as it is.
 *
 * Errors: `E_KEYCHAIN_BUSY` after about five seconds of waiting, `E_HOME_UNUSABLE` (no room, no rights).
 */
export async function updateFile(
  file: string,
  change: (text: string | undefined) => string | undefined | Promise<string | undefined>,
): Promise<void> {
  let lost: Error | undefined;
  const release = await acquire(file, (error) => (lost = error));
  try {
    const text = await change(await readText(file));
    // A machine that slept through the lock's term may have lost it to another process.
    if (lost !== undefined) throw busy(lost);
    if (text !== undefined) await write(file, text);
  } finally {
    if (lost === undefined) await release();
  }
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFileAtomic(file, text, { mode: 0o600 });
  } catch (error) {
    throw unusable(error);
  }
}

async function acquire(file: string, onCompromised: (error: Error) => void) {
  const retries = { retries: 100, factor: 1, minTimeout: 40, maxTimeout: 60, randomize: true };
  try {
    return await lock(file, { realpath: false, stale: 5_000, retries, onCompromised });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ELOCKED') throw busy(error);
    throw unusable(error);
  }
}

const busy = (cause: unknown) => new OperatorError('E_KEYCHAIN_BUSY', { cause });
const unusable = (cause: unknown) => new OperatorError('E_HOME_UNUSABLE', { cause });
