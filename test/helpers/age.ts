import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ReasonNot } from './skip.ts';

export const noAge: ReasonNot = ['/usr/bin/age', '/usr/bin/age-keygen'].every((file) => existsSync(file))
  ? undefined
  : 'age is not installed';

/** A key pair of the program age, in a folder that the caller removes. */
export function startAge(folder: string) {
  const identity = join(folder, 'age-key.txt');
  execFileSync('/usr/bin/age-keygen', ['-o', identity], { stdio: 'ignore' });
  return {
    recipient: execFileSync('/usr/bin/age-keygen', ['-y', identity], { encoding: 'utf8' }).trim(),
    decryptTo: (file: string, plain: string): void =>
      void execFileSync('/usr/bin/age', ['--decrypt', '--identity', identity, '--output', plain, file]),
  };
}
