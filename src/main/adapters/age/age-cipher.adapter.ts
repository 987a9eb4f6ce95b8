import { open } from 'node:fs/promises';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { RunCommand } from '../../ports/command.port.ts';
import type { AgeRecipient } from '../../ports/export-files.port.ts';
import type { FileCipher } from '../../ports/file-cipher.port.ts';

const CHECK_MS = 10_000;
const ENCRYPT_MS = 6 * 3_600_000;

/**
 * Encrypts in the format age (C2SP age-encryption.org/v1) by the program of that name, to somebody's public key.
 * Errors: `E_AGE_MISSING`, `E_AGE_REFUSED`.
 */
export const ageCipher =
  (run: RunCommand) =>
  ({ recipient }: AgeRecipient): FileCipher => {
    const age = async (timeoutMs: number, ...files: readonly string[]) => {
      const args = ['--encrypt', '--recipient', recipient, ...files];
      const ended = await run({ command: 'age', args, environment: [], timeoutMs });
      if (ended.end === 'missing') throw new OperatorError('E_AGE_MISSING');
      if (ended.end === 'cut-off' || ended.code !== 0)
        throw new OperatorError('E_AGE_REFUSED', {
          details: { recipient, ...(ended.end === 'exited' && { said: ended.stderr.trim() }) },
        });
    };
    return {
      // Nothing is encrypted to them: age looks at the recipient before it reads.
      check: () => age(CHECK_MS),
      encrypt: async (from, to) => {
        await age(ENCRYPT_MS, '--output', to, from);
        await using file = await open(to);
        await file.sync();
      },
    };
  };
