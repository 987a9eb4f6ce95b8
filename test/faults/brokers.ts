import { generateKey } from 'openpgp';
import type { JsonObject } from '../../src/shared/model/json.ts';
import type { Prompt } from '../../src/shared/model/step.ts';

const items = [
  'dpa-signed',
  'company-confirmed',
  'contact-email-confirmed',
  'contact-name-confirmed',
  'billing-confirmed',
  'duties-briefed',
];
const attested = { done: true, by: 'Jo', at: '2026-01-31', note: 'seen' };

/** A broker that nobody else in this run is; its id is fixed beforehand, so that it can be looked for whatever happened. */
export const broker = (number: number) => ({
  tenantId: `brk_FAULT${String(number).padStart(8, '0')}`,
  legalName: `Fault Brokers ${number} Ltd`,
  croNumber: String(1_000_000 + number),
  contact: { name: 'Ada Fault', email: `ada.fault.${number}@fault.example` },
  plan: 'standard',
  checklist: Object.fromEntries(items.map((item) => [item, attested])),
});
export type Broker = ReturnType<typeof broker>;

/** A firm that several workstations want as a tenant, each by an id of its own and with a contact of its own, who gets the mail. */
export const rivalBroker = (number: number, home: number): Broker => ({
  ...broker(number),
  tenantId: `brk_RIVAL${home}${String(number).padStart(8, '0')}`,
  contact: { name: 'Ada Fault', email: `ada.fault.${number}.${home}@fault.example` },
});

/** Minutes ago: the key must not be younger than the clock that judges it. */
const KEY_AGE_MS = 3_600_000;

async function openpgpAnswer({ contact }: Broker): Promise<JsonObject> {
  const date = new Date(Date.now() - KEY_AGE_MS);
  const { publicKey } = await generateKey({ userIDs: [contact], date });
  return { channel: 'openpgp', openpgpKey: publicKey };
}

/** What the operator of these runs says to each step that asks. A suite that found anything is never asked again. */
export function answerTo(prompt: Prompt, of: Broker): Promise<JsonObject> | JsonObject {
  if (prompt.stepId === 'pooled.hand-over') return openpgpAnswer(of);
  if (prompt.stepId !== 'pooled.verify-access') return prompt.defaults ?? {};
  // What a cut connection or a busy machine has left undecided is probed again; what was found is found.
  if (prompt.data?.['verdict'] === 'inconclusive') return { decision: 'again' };
  throw new Error(`The suite did not pass: ${JSON.stringify(prompt.data)}`);
}
