import type { Ledger } from '../../../src/main/ledger/ledger.ts';

/** Two tenants provisioned in turns, with personal details; then one of them shredded. */
export async function writeSample(ledger: Ledger, events = 130): Promise<void> {
  for (let i = 0; i < events; i += 1) {
    const tenantId = i % 2 === 0 ? 'tenant-even' : 'tenant-odd';
    await ledger.append({
      type: i % 7 === 0 ? 'run.opened' : 'step.done',
      runId: `run-${Math.floor(i / 7)}`,
      tenantId,
      data: { step: 'pooled.create-broker-admin', i },
      ...(i % 5 === 0 && { details: { contact: `contact ${i}`, email: `person${i}@broker.example` } }),
    });
  }
  await ledger.anchor();
  await ledger.shred('tenant-odd');
  await ledger.append({ type: 'run.completed', runId: 'run-1', tenantId: 'tenant-even', data: {} });
}
