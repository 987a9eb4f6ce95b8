import { expect, test } from 'vitest';
import { scanOrphans } from '../../../src/shared/contract/reconcile.contract.ts';
import { verifyLedger } from '../../../src/shared/contract/ledger.contract.ts';
import { newBroker } from '../../helpers/broker.ts';
import {
  closeConsoles,
  connectedConsole,
  HERE,
  provision,
  stepOf,
  stoppedAt,
} from '../../helpers/console.ts';
import { usePortal } from '../../helpers/sandbox.ts';
import { rowCounts, tenantRows } from './tenant-rows.ts';

const portal = usePortal();
closeConsoles();

const CREATE = 'pooled.create-tenant';
const WORKSTATIONS = 8;
const FIRMS = 4;

test('eight consoles at once, two on each of four firms: every firm is a tenant once, and no ledger is the worse for it', async () => {
  const nowhere = { portal: { url: 'http://127.0.0.1:1', canaryTenantId: portal().canary.brokerId } };
  const consoles = await Promise.all(
    Array.from({ length: WORKSTATIONS }, () => connectedConsole(portal(), nowhere)),
  );
  const firms = Array.from({ length: FIRMS }, () => newBroker());
  const before = await rowCounts(portal());
  const runs = await Promise.all(consoles.map((console, at) => provision(console, firms[at % FIRMS]!)));
  const won = runs.filter((run) => stepOf(run, CREATE).state === 'done');
  expect(won, runs.map(stoppedAt).join(' | ')).toHaveLength(FIRMS);
  for (const run of runs.filter((each) => !won.includes(each))) {
    expect(stoppedAt(run)).toMatch(/E_DUPLICATE_TENANT|E_PLAN_DRIFT/);
    expect(await tenantRows(portal(), run.tenantId)).toMatchObject({ brokers: [], users: [], audit: [] });
  }
  const after = await rowCounts(portal());
  expect([after['brokers']! - before['brokers']!, after['users']! - before['users']!]).toEqual([
    FIRMS,
    FIRMS,
  ]);
  const looks = await Promise.all(consoles.map((console) => console.call(scanOrphans, { connection: HERE })));
  expect(looks.map(({ found }) => found)).toEqual(consoles.map(() => 0));
  for (const console of consoles) expect(await console.call(verifyLedger, {})).toMatchObject({ ok: true });
});
