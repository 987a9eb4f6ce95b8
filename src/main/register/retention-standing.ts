import { findRun } from '../engine/open-run.ts';
import type { EventLog } from '../ports/event-log.port.ts';
import { readReceipts } from './read-receipts.ts';
import { retentionHeld, retentionReleased } from './register-events.ts';

/** How long the law keeps the records of a tenant, and whether somebody holds them beyond that; undefined before its clock has begun. */
export function retentionStanding(
  log: EventLog,
  tenantId: string,
): { readonly until: string; readonly held: boolean } | undefined {
  const opened = log.entries({ tenantId, types: ['run.opened'] });
  const until = opened
    .filter(({ data }) => (data['runbook'] as string).endsWith('.offboard'))
    .flatMap(({ runId = '' }) => readReceipts(findRun({ log }, runId)).retention)
    .findLast(({ item }) => item === 'scheme-records')?.until;
  if (until === undefined) return undefined;
  const last = log.entries({ tenantId, types: [retentionHeld, retentionReleased] }).at(-1);
  return { until, held: last?.type === retentionHeld };
}
