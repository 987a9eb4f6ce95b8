import type { JsonObject } from '../../src/shared/model/json.ts';

/** What an operator knows of the end of a broker's contract. */
export const offboardingOf = (tenantId: string, change: JsonObject = {}) => ({
  tenantId,
  legalName: 'Leaving Brokers Ltd',
  reason: 'Contract ended',
  recipient: { name: 'Ada Leaving', email: 'ada@leaving.example' },
  dpo: { email: 'dpo@office.example' },
  ...change,
});

/** That the broker has its data. */
export const receiptConfirmed = {
  channel: 'courier',
  confirmedBy: 'Ada Leaving',
  confirmedOn: '2026-11-01',
  evidence: 'letter 7',
};

export const billingCancelled = { reference: 'BILL-17', cancelledOn: '2026-11-30' };
