import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { sqliteTenantLock } from '../../../src/main/adapters/sqlite/tenant-lock.adapter.ts';
import type { Console } from '../../../src/main/compose.ts';
import { planRollback, promptRun, rollbackRun, showRun } from '../../../src/shared/contract/runs.contract.ts';
import { searchTenants } from '../../../src/shared/contract/tenants.contract.ts';
import type { RunView } from '../../../src/shared/model/run.ts';
import { newBroker } from '../../helpers/broker.ts';
import { closeConsolesAfterAll, connectedConsole, startRun } from '../../helpers/console.ts';
import { usePortal } from '../../helpers/sandbox.ts';

closeConsolesAfterAll();

const portal = usePortal();
let console: Console;
let run: RunView;
beforeAll(async () => {
  console = await connectedConsole(portal());
  run = await startRun(console, newBroker());
});

const standsIn = async () => {
  const { tenants } = await console.call(searchTenants, { query: run.tenantId });
  return [(await console.call(showRun, { runId: run.runId })).state, tenants[0]?.state];
};

test('what a run asks, and what a rollback would do, is read without keeping anybody from it', async () => {
  const { runId } = run;
  const looks = [console.call(promptRun, { runId }), console.call(planRollback, { runId })];
  const seen = await Promise.all([...looks, ...[1, 2, 3].map(standsIn)]);
  expect(seen.slice(2)).toEqual([1, 2, 3].map(() => ['waiting', 'waiting']));
});

test('both are read while somebody works on the run, and nothing else is done to it', async () => {
  const { runId, tenantId } = run;
  const lease = sqliteTenantLock(join(console.home, 'locks')).acquire(tenantId);
  try {
    expect(await standsIn()).toEqual(['running', 'running']);
    expect(await console.call(promptRun, { runId })).toMatchObject({ stepId: run.prompt?.stepId });
    expect(await console.call(planRollback, { runId })).toMatchObject({ steps: [] });
    const taking = console.call(rollbackRun, { runId, reason: 'too early' });
    await expect(taking).rejects.toMatchObject({ code: 'E_RUN_BUSY' });
  } finally {
    lease.release();
  }
  expect(await standsIn()).toEqual(['waiting', 'waiting']);
});
