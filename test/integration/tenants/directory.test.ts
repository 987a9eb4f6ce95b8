import { afterEach, beforeEach, expect, test } from 'vitest';
import { memoryTenantIndex } from '../../../src/main/adapters/sqlite/tenant-index.adapter.ts';
import type { Ledger, NewEntry } from '../../../src/main/ledger/ledger.ts';
import { OpenRuns } from '../../../src/main/operations/open-runs.ts';
import { TenantDirectory } from '../../../src/main/operations/tenant-directory.ts';
import { LedgerHome } from '../../helpers/ledger-home.ts';

const opening = {
  ...{ runbook: 'pooled.provision', version: 2, connection: 'sandbox', environment: 'sandbox' },
  inputCommitment: '',
};

const opened = (n: number, legalName = `Broker number ${n}`, run = 1): NewEntry => ({
  ...{ type: 'run.opened', runId: `run-${n}-${run}`, tenantId: `brk_${n}`, data: opening },
  details: {
    input: { legalName, croNumber: String(600_000 + n), contact: { name: 'A', email: 'a@b.example' } },
  },
});
const event = (n: number, type: string, run = 1): NewEntry => ({
  ...{ type, runId: `run-${n}-${run}`, tenantId: `brk_${n}`, data: { step: 'x' } },
});

let home: LedgerHome;
let ledger: Ledger;
let directory: TenantDirectory;
let openRuns: OpenRuns;
beforeEach(async () => {
  home = new LedgerHome();
  ledger = await home.open();
  directory = new TenantDirectory(ledger, memoryTenantIndex());
  openRuns = new OpenRuns(ledger);
});
afterEach(async () => {
  await ledger.close();
  home[Symbol.dispose]();
});

const look = async (query: string) => {
  const { tenants } = (await directory.current()).search(query, { limit: 50, offset: 0 });
  return tenants.map(({ tenantId, legalName, lastEvent }) => `${tenantId} ${legalName} ${lastEvent}`);
};

test('many tenants are found with where their newest runs stand, those of before and those of since', async () => {
  const numbers = Array.from({ length: 1500 }, (_, n) => n);
  await ledger.append(...numbers.map((n) => opened(n)), ...numbers.map((n) => event(n, 'step.intended')));
  expect(await look('number 1234')).toEqual(['brk_1234 Broker number 1234 step.intended']);
  await ledger.append(opened(1500), event(1234, 'run.completed'), event(1500, 'step.waiting'));
  expect(await look('number 1234')).toEqual(['brk_1234 Broker number 1234 run.completed']);
  expect(await look('number 1500')).toEqual(['brk_1500 Broker number 1500 step.waiting']);
});

test('a second run of a tenant, in the same batch too, is what is told of it', async () => {
  await ledger.append(
    opened(1),
    event(1, 'run.completed'),
    opened(1, 'Renamed', 2),
    event(1, 'step.failed', 2),
  );
  expect(await look('brk_1')).toEqual(['brk_1 Renamed step.failed']);
  await ledger.append(event(1, 'run.rolled-back', 1));
  expect(await look('brk_1')).toEqual(['brk_1 Renamed step.failed']);
});

test('a shredded tenant is no longer found by its name, before and after it was known', async () => {
  await ledger.append(opened(1), opened(2));
  await ledger.shred('brk_1');
  expect(await look('Broker number')).toEqual(['brk_2 Broker number 2 run.opened']);
  await ledger.shred('brk_2');
  expect(await look('Broker number')).toEqual([]);
  expect(await look('brk_')).toEqual(['brk_2  run.opened', 'brk_1  run.opened']);
});

test('the runs of the register are kept apart, those of before and those of since, each once', async () => {
  const leaves = (n: number, runbook: string): NewEntry => ({
    ...opened(n, 'Gone', 2),
    data: { ...opening, runbook },
  });
  await ledger.append(opened(1), leaves(1, 'pooled.offboard'), opened(2));
  const kept = async () => (await directory.openingsOfRegister()).map(({ runId }) => runId);
  expect(await kept()).toEqual(['run-1-2']);
  await ledger.append(opened(3), leaves(2, 'database.purge'));
  expect([await kept(), await kept()]).toEqual([
    ['run-1-2', 'run-2-2'],
    ['run-1-2', 'run-2-2'],
  ]);
});

test('reading that is stopped ends at once and a later question is answered with what is there', async () => {
  await ledger.append(opened(1));
  const reading = directory.current();
  await directory.stop();
  await reading;
  await expect(look('')).resolves.toBeInstanceOf(Array);
});

test('a run is open until it ends, and again while it is taken back, whoever asked before', async () => {
  await ledger.append(opened(1), opened(2), opened(3), event(1, 'run.completed'), event(2, 'run.completed'));
  await ledger.append(event(2, 'run.rolling-back'));
  expect(openRuns.current()).toEqual(['run-2-1', 'run-3-1']);
  await ledger.append(
    event(2, 'run.rolled-back'),
    event(1, 'run.rolling-back'),
    event(3, 'run.abandoned'),
    opened(4),
  );
  expect(openRuns.current()).toEqual(['run-4-1', 'run-1-1']);
  expect(new OpenRuns(ledger).current().toSorted()).toEqual(['run-1-1', 'run-4-1']);
});
