import { createMessage, encrypt } from 'openpgp';
import type { Clock } from '../../ports/clock.port.ts';
import type { ExportRecipient } from '../../ports/export-files.port.ts';
import { recipientKey } from './recipient-key.ts';

/** Encrypts a stream, binary, to the recipient's own key as it comes. Errors: those of `recipientKey`. */
export const encryptsTo =
  (clock: Clock) =>
  async (
    plain: ReadableStream<Uint8Array>,
    { openpgpKey, email }: ExportRecipient,
  ): Promise<ReadableStream<Uint8Array>> => {
    const date = clock.now();
    const encryptionKeys = await recipientKey(openpgpKey, email, date);
    const message = await createMessage({ binary: plain, date });
    // The library's types name a package it does not bring along, so the result has to be looked at.
    const cipher: unknown = await encrypt({ message, encryptionKeys, date, format: 'binary' });
    if (!(cipher instanceof ReadableStream))
      throw new TypeError('The OpenPGP library did not answer with a stream.');
    return cipher as ReadableStream<Uint8Array>;
  };
