import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const address = z.string().min(3);
const addresses = z.union([address.transform((one) => [one]), z.array(address).min(1).max(50)]);

/** A mail as Resend's API takes it. What this catcher has no use for (attachments, tags) is kept as it came. */
export const outgoingMail = z.looseObject({
  from: address,
  to: addresses,
  cc: addresses.optional(),
  bcc: addresses.optional(),
  reply_to: addresses.optional(),
  subject: z.string(),
  html: z.string().optional(),
  text: z.string().optional(),
});

export type OutgoingMail = z.infer<typeof outgoingMail>;

export type CaughtMail = OutgoingMail & {
  readonly id: string;
  /** RFC 3339 */
  readonly created_at: string;
  readonly idempotencyKey: string | null;
};

export type MailStore = {
  readonly add: (mail: CaughtMail) => void;
  readonly find: (id: string) => CaughtMail | undefined;
  /** Newest first, as Resend lists. */
  readonly list: () => readonly CaughtMail[];
};

/** Keeps each mail as a file below `directory`, numbered in the order of arrival. */
export function openMailStore(directory: string): MailStore {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const mails = load(directory);
  return {
    find: (id) => mails.find((mail) => mail.id === id),
    list: () => mails.toReversed(),
    add: (mail) => {
      const name = `${String(mails.length + 1).padStart(8, '0')}.json`;
      writeFileSync(join(directory, name), JSON.stringify(mail), { mode: 0o600, flag: 'wx' });
      mails.push(mail);
    },
  };
}

function load(directory: string): CaughtMail[] {
  if (!existsSync(directory)) return [];
  const names = readdirSync(directory).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => JSON.parse(readFileSync(join(directory, name), 'utf8')) as CaughtMail);
}
