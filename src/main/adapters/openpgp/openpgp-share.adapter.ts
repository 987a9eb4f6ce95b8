import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createMessage, encrypt, type PublicKey } from 'openpgp';
import writeFileAtomic from 'write-file-atomic';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { Secret } from '../../../shared/model/secret.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { FailPoints } from '../../ports/fail-points.port.ts';
import type { SecretShare } from '../../ports/secret-share.port.ts';
import { recipientKey } from './recipient-key.ts';

export type OpenpgpOptions = {
  /** Where the encrypted files go. Made when it is not there. */
  readonly folder: string;
  readonly clock: Clock;
  readonly failPoints?: FailPoints | undefined;
};

/**
 * Encrypts the secret to the recipient's own key (RFC 9580) and leaves an armoured file, which any way of sending will do for.
 * The file cannot expire; the password in it does, at the first sign-in.
 */
export function openpgpShare({ folder, clock, failPoints }: OpenpgpOptions): SecretShare {
  const fileOf = (key: string) => resolve(join(folder, nameOf(key)));
  return {
    channel: 'openpgp',
    available: () => Promise.resolve({ ok: true }),
    async share(secret, { key, recipient, openpgpKey }) {
      const file = fileOf(key);
      const date = clock.now();
      const armored = await sealed(secret, await recipientKey(openpgpKey, recipient.email, date), date);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      failPoints?.reach('share.before-share');
      await writeFileAtomic(file, armored, { mode: 0o600 });
      failPoints?.reach('share.after-share');
      return { receipt: { channel: 'openpgp', reference: nameOf(key) }, file };
    },
    withdraw: async (key) => ((await removed(fileOf(key))) ? 1 : 0),
  };
}

async function sealed(secret: Secret, encryptionKeys: PublicKey, date: Date): Promise<string> {
  const message = await createMessage({ text: secret.reveal(), date });
  // The library's types name a package it does not bring along, so the result has to be looked at.
  const armored: unknown = await encrypt({ message, encryptionKeys, date, format: 'armored' });
  if (typeof armored !== 'string')
    throw new TypeError('The OpenPGP library did not answer with armoured text.');
  return armored;
}

/** A key becomes a file's name, so it may not lead anywhere else. */
function nameOf(key: string): string {
  if (!/^\w[\w.-]{0,127}$/.test(key))
    throw new OperatorError('E_INVALID_INPUT', {
      message: 'The key of a share has other than letters, digits, dots and dashes.',
    });
  return `${key}.asc`;
}

async function removed(file: string): Promise<boolean> {
  try {
    await rm(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
