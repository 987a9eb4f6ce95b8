import { readFile } from 'node:fs/promises';
import type { PrivateKey } from 'openpgp';
import type { JsonObject } from '../../../../shared/model/json.ts';
import type { Console } from '../../../compose.ts';

/** A broker firm that does not exist, with an OpenPGP key of its own, so that the whole main job can be shown. */
export type FictitiousBroker = {
  readonly legalName: string;
  /** Intake of a pooled tenant. */
  readonly intake: JsonObject;
  readonly contact: { readonly name: string; readonly email: string };
  /** Its armoured public key. */
  readonly openpgpKey: string;
  /** Opens an export as the broker would, and says whether an archive was in it. */
  canOpenExport(file: string): Promise<boolean>;
  /** Opens a hand-over file as the broker would, and says whether there was something in it. The password is not kept. */
  canOpen(file: string): Promise<boolean>;
};

const checklist = [
  'dpa-signed',
  'company-confirmed',
  'contact-email-confirmed',
  'contact-name-confirmed',
  'billing-confirmed',
  'duties-briefed',
];

/** Invents a broker that no earlier demo has used. Its private key lives in this process and nowhere else. */
export async function inventBroker({
  ids,
  clock,
}: Pick<Console, 'ids' | 'clock'>): Promise<FictitiousBroker> {
  const { generateKey, readPrivateKey } = await import('openpgp');
  const tag = ids.ulid().slice(-6);
  const legalName = `Demo Brokers ${tag} Ltd`;
  const contact = { name: 'Ada Demo', email: `ada.${tag.toLowerCase()}@demo-brokers.example` };
  // A clock that is a moment ahead of the key's would call it not valid yet.
  const date = new Date(clock.now().getTime() - 60_000);
  const { publicKey, privateKey } = await generateKey({ userIDs: [contact], date });
  const attested = {
    done: true,
    by: 'Demo Operator',
    at: date.toISOString().slice(0, 10),
    note: 'fictitious',
  };
  const intake = {
    legalName,
    croNumber: String(freshCroNumber(ids.bytes(4))),
    contact,
    plan: 'demo',
    checklist: Object.fromEntries(checklist.map((item) => [item, attested])),
    handOver: { channel: 'openpgp', openpgpKey: publicKey },
  };
  return {
    legalName,
    contact,
    openpgpKey: publicKey,
    intake,
    canOpenExport: async (file) => opensArchive(file, await readPrivateKey({ armoredKey: privateKey })),
    canOpen: async (file) => opens(file, await readPrivateKey({ armoredKey: privateKey })),
  };
}

/** A number in the range of the register that no seeded tenant has: those stay below half of it. */
function freshCroNumber(bytes: Uint8Array): number {
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  return 5_000_000 + ((a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d) % 4_999_999);
}

async function opens(file: string, key: PrivateKey): Promise<boolean> {
  const { decrypt, readMessage } = await import('openpgp');
  const message = await readMessage({ armoredMessage: await readFile(file, 'utf8') });
  const { data } = (await decrypt({ message, decryptionKeys: key })) as { data: string };
  return data.length > 0;
}

async function opensArchive(file: string, key: PrivateKey): Promise<boolean> {
  const { decrypt, readMessage } = await import('openpgp');
  const message = await readMessage({ binaryMessage: await readFile(file) });
  const { data } = (await decrypt({ message, decryptionKeys: key, format: 'binary' })) as {
    data: Uint8Array;
  };
  // The first bytes of every ZIP (APPNOTE 4.3.7).
  return Buffer.from(data.subarray(0, 4)).toString('latin1') === 'PK\u0003\u0004';
}
