import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReasonNot } from './skip.ts';

const gpg = '/usr/bin/gpg';

export const noGnupg: ReasonNot = existsSync(gpg) ? undefined : 'GnuPG is not installed';

export type KeyWanted = {
  readonly email: string;
  /** What the primary key may do; `both` adds an encryption subkey. Default `both`. */
  readonly use?: 'both' | 'sign';
  /** GnuPG's notation: `1y`, `1d`. Default never. */
  readonly expires?: string;
  /** `YYYYMMDDThhmmss`. Default now. */
  readonly madeAt?: string;
};

/** A real GnuPG with a keyring of its own. */
export async function startGnupg() {
  // Short, because a Unix socket's name goes no further than 108 bytes.
  const home = await mkdtemp(join(tmpdir(), 'g-'));
  const run = (args: readonly string[], input?: string): string =>
    execFileSync(
      gpg,
      [
        '--homedir',
        home,
        '--batch',
        '--yes',
        '--quiet',
        '--pinentry-mode',
        'loopback',
        '--passphrase',
        '',
        ...args,
      ],
      {
        encoding: 'utf8',
        stdio: ['pipe', 'pipe', 'ignore'],
        ...(input === undefined ? {} : { input }),
      },
    );
  const fingerprint = (email: string): string =>
    /^fpr:+([0-9A-F]+):/m.exec(run(['--with-colons', '--list-keys', email]))![1]!;
  const armored = (email: string): string => run(['--armor', '--export', email]);
  return {
    /** Makes a key and answers with its armoured public part. */
    makeKey({ email, use = 'both', expires = 'never', madeAt }: KeyWanted): string {
      const time = madeAt === undefined ? [] : ['--faked-system-time', madeAt];
      const kind = use === 'both' ? ['future-default', 'default'] : ['ed25519', 'sign'];
      run([...time, '--quick-gen-key', `Somebody <${email}>`, ...kind, expires]);
      return armored(email);
    },
    armored,
    armoredPrivate: (email: string): string => run(['--armor', '--export-secret-keys', email]),
    /** Revokes the key with the certificate that GnuPG made with it. */
    async revoke(email: string): Promise<string> {
      const certificate = join(home, 'openpgp-revocs.d', `${fingerprint(email)}.rev`);
      run(['--import'], (await readFile(certificate, 'utf8')).replace(/^:-/m, '-'));
      return armored(email);
    },
    /** Revokes the user id, so that the key stays but belongs to nobody by this name. */
    replaceUser(email: string, other: string): string {
      const own = fingerprint(email);
      run(['--quick-add-uid', own, `Somebody <${other}>`]);
      run(['--quick-revoke-uid', own, `Somebody <${email}>`]);
      return armored(own);
    },
    importKey: (armoredKey: string): string => run(['--import'], armoredKey),
    decrypt: (file: string): string => run(['--decrypt', file]),
    /** Decrypts what is no text into another file. */
    decryptTo: (file: string, plain: string): string => run(['--output', plain, '--decrypt', file]),
    async stop(): Promise<void> {
      execFileSync('/usr/bin/gpgconf', ['--homedir', home, '--kill', 'all'], { stdio: 'ignore' });
      await rm(home, { recursive: true, force: true });
    },
  };
}

export type Gnupg = Awaited<ReturnType<typeof startGnupg>>;
