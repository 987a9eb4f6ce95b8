import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createMessage, encrypt } from 'openpgp';
import type { Clock } from '../../ports/clock.port.ts';
import type { OpenpgpRecipient } from '../../ports/export-files.port.ts';
import type { FileCipher } from '../../ports/file-cipher.port.ts';
import { recipientKey } from './recipient-key.ts';

/** Encrypts, binary, to the recipient's own key (RFC 9580). Errors: those of `recipientKey`. */
export const openpgpCipher =
  (clock: Clock) =>
  ({ key, email }: OpenpgpRecipient): FileCipher => ({
    check: async () => {
      await recipientKey(key, email, clock.now());
    },
    encrypt: async (from, to) => {
      const date = clock.now();
      const encryptionKeys = await recipientKey(key, email, date);
      const plain = Readable.toWeb(createReadStream(from)) as ReadableStream<Uint8Array>;
      const message = await createMessage({ binary: plain, date });
      // The library's types name a package it does not bring along, so the result has to be looked at.
      const cipher: unknown = await encrypt({ message, encryptionKeys, date, format: 'binary' });
      if (!(cipher instanceof ReadableStream))
        throw new TypeError('The OpenPGP library did not answer with a stream.');
      await pipeline(Readable.fromWeb(cipher as never), createWriteStream(to, { mode: 0o600, flush: true }));
    },
  });
