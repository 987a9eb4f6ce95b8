import { z } from 'zod';
import type { JsonObject } from '../../shared/model/json.ts';
import type { LedgerEntry } from '../../shared/model/ledger-entry.ts';
import { retainedItems, type RegisterRecord } from '../../shared/model/register.ts';
import type { RunState } from '../../shared/model/run.ts';
import { findRun } from '../engine/open-run.ts';
import type { EventLog } from '../ports/event-log.port.ts';
import { readReceipts } from './read-receipts.ts';
import { retentionEvents, retentionHeld, retentionReleased, retentionSettled } from './register-events.ts';

/** What the register is folded from: the log, its runs, where each stands now, and what day it is. */
export type RegisterSource = {
  readonly log: EventLog;
  /** The openings of the runs that the register tells of, in their order. */
  readonly opened: readonly LedgerEntry[];
  readonly stateOf: (runId: string) => RunState;
  readonly now: Date;
};

/** Every off-boarding the log knows, newest first. There is no second register that could disagree with it. */
export async function foldRegister(source: RegisterSource): Promise<readonly RegisterRecord[]> {
  const opened = source.opened.toReversed();
  const offboardings = opened.filter((entry) => runbookOf(entry).endsWith('.offboard'));
  return Promise.all(offboardings.map((entry) => recordOf(source, entry, opened)));
}

const runbookOf = ({ data }: LedgerEntry): string => z.string().parse(data['runbook']);

async function recordOf(
  source: RegisterSource,
  entry: LedgerEntry,
  opened: readonly LedgerEntry[],
): Promise<RegisterRecord> {
  const { log, stateOf, now } = source;
  const run = findRun({ log }, entry.runId ?? '');
  const { runId, tenantId, changedAt } = run;
  const { connection, environment } = run.opened;
  const told = readReceipts(run);
  const events = log.entries({ tenantId, types: retentionEvents }).filter(({ index }) => index > entry.index);
  const hold = await holdOf(log, events);
  const later = opened.filter((each) => each.tenantId === tenantId && each.index > entry.index);
  const purgedAt = endOf(log, later, '.purge');
  const retention = told.retention.map((each) => settled(each, events, purgedAt));
  return {
    ...{ runId, tenantId, connection, environment, changedAt, state: stateOf(runId) },
    ...{ operator: entry.actor, openedAt: entry.time },
    ...(await namesIn(log, entry)),
    ...told,
    retention,
    ...(hold && { hold }),
    ...(purgedAt !== undefined && { purgedAt }),
    erasedAgain: later
      .filter((each) => runbookOf(each).endsWith('.erase-again'))
      .map((each) => ({ runId: each.runId ?? '', at: each.time })),
    due: hold === undefined ? dueOn(now, retention) : [],
  };
}

const dueOn = (now: Date, retention: RegisterRecord['retention']): RegisterRecord['due'] =>
  retention
    .filter(({ until, settled: done }) => done === undefined && until <= now.toISOString().slice(0, 10))
    .map(({ item }) => item);

/** When the newest completed run of this kind ended. */
function endOf(
  log: RegisterSource['log'],
  opened: readonly LedgerEntry[],
  ending: string,
): string | undefined {
  return opened
    .filter((each) => runbookOf(each).endsWith(ending))
    .map(({ runId = '' }) => findRun({ log }, runId))
    .find(({ phase }) => phase === 'completed')?.changedAt;
}

const settling = z.object({ item: z.enum(retainedItems), reference: z.string() });

function settled(
  kept: RegisterRecord['retention'][number],
  events: readonly LedgerEntry[],
  purgedAt: string | undefined,
): RegisterRecord['retention'][number] {
  if (purgedAt !== undefined && kept.item === 'scheme-records')
    return { ...kept, settled: { at: purgedAt, reference: 'final purge' } };
  const entry = events.findLast(({ type, data }) => type === retentionSettled && data['item'] === kept.item);
  if (entry === undefined) return kept;
  return { ...kept, settled: { at: entry.time, reference: settling.parse(entry.data).reference } };
}

async function holdOf(
  log: RegisterSource['log'],
  events: readonly LedgerEntry[],
): Promise<RegisterRecord['hold']> {
  const last = events.findLast(({ type }) => type === retentionHeld || type === retentionReleased);
  if (last?.type !== retentionHeld) return undefined;
  const { reason } = z.object({ reason: z.string().default('') }).parse(await openDetails(log, last));
  return { since: last.time, by: last.actor, reason };
}

const names = z.object({
  input: z
    .object({
      legalName: z.string().default(''),
      dpo: z.object({ email: z.string() }).default({ email: '' }),
    })
    .default({ legalName: '', dpo: { email: '' } }),
});

/** What the tenant was called, as long as its key is there. */
async function namesIn(
  log: RegisterSource['log'],
  entry: LedgerEntry,
): Promise<Pick<RegisterRecord, 'legalName' | 'dpo'>> {
  const { input } = names.parse(await openDetails(log, entry));
  return { legalName: input.legalName, dpo: input.dpo.email };
}

async function openDetails(log: RegisterSource['log'], entry: LedgerEntry): Promise<JsonObject> {
  const details = await log.unseal(entry);
  return details === undefined || details === 'shredded' ? {} : details;
}
