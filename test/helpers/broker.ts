import type { JsonObject } from '../../src/shared/model/json.ts';

const attested = { done: true, by: 'Jo Operator', at: '2026-01-31', note: 'file 17' };

const mandatory = [
  ...['dpa-signed', 'company-confirmed', 'contact-email-confirmed', 'contact-name-confirmed'],
  ...['billing-confirmed', 'duties-briefed'],
];

let firms = 0;

/** What an operator knows of a broker that no other test has; handed over by hand. */
export function newBroker(change: JsonObject = {}) {
  firms += 1;
  return {
    legalName: `Quay Brokers ${firms} Ltd`,
    croNumber: String(8_000_000 + process.pid * 37 + firms).slice(-7),
    contact: { name: 'Órla Quay', email: `orla.${process.pid}.${firms}@quay.example` },
    plan: 'standard',
    checklist: Object.fromEntries(mandatory.map((id) => [id, attested])),
    handOver: { channel: 'manual', note: 'read out on the phone' },
    ...change,
  };
}
