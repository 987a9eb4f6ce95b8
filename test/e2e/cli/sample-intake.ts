import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateKey } from 'openpgp';

const attested = { done: true, by: 'Jo', at: '2026-01-31', note: 'seen' };

const items = [
  'dpa-signed',
  'company-confirmed',
  'contact-email-confirmed',
  'contact-name-confirmed',
  'billing-confirmed',
  'duties-briefed',
];

/** An intake of a broker that the sandbox does not know; `number` makes it another one. */
export const sampleIntake = (number: number) => ({
  legalName: `Sample Brokers ${number} Ltd`,
  croNumber: String(7_000_000 + number),
  contact: { name: 'Ada Sample', email: `ada${number}@sample.example` },
  plan: 'standard',
  checklist: Object.fromEntries(items.map((item) => [item, attested])),
});

/** The answer that hands over by OpenPGP to a fresh key of this broker. */
export async function handOverAnswer({ contact }: ReturnType<typeof sampleIntake>) {
  // A second ago: the key must not be younger than the clock that judges it.
  const { publicKey } = await generateKey({ userIDs: [contact], date: new Date(Date.now() - 60_000) });
  return { channel: 'openpgp', openpgpKey: publicKey };
}

/** Writes JSON into a file of the home and answers with its path. */
export function jsonFile(home: string, name: string, value: unknown): string {
  const file = join(home, name);
  writeFileSync(file, JSON.stringify(value));
  return file;
}
