import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addConnection } from '../../src/shared/contract/connections.contract.ts';
import { resumeRun, startProvisioning } from '../../src/shared/contract/runs.contract.ts';
import type { Connection } from '../../src/shared/model/connection.ts';
import { CONSOLE_ROLE, createDatabase, dropDatabase } from '../../src/sandbox/postgres/portal-cluster.ts';
import { LOOPBACK } from '../../src/sandbox/loopback.ts';
import { broker } from '../faults/brokers.ts';
import { ConsoleProcess } from '../faults/console-process.ts';
import { startTestCluster, type TestCluster } from '../helpers/postgres.setup.ts';
import { templateDatabase } from '../helpers/template-database.ts';
import type { Bench } from './bench.ts';
import { median } from './median.ts';
import { filledHome, type Size } from './console/filled-home.ts';

const HERE = 'here';
const few: Size = { tenants: 100, entriesEach: 10 };
const many: Size = { tenants: 100_000, entriesEach: 10 };
const ROUNDS = 7;

/** A copy of a filled home in which one more run waits for a person. */
type Desk = { readonly folder: string; readonly home: string; readonly runId: string };

const connectionTo = (cluster: TestCluster, database: string): Connection => ({
  ...{ name: HERE, environment: 'sandbox', model: 'pooled', tls: 'loopback-plain' },
  ...{ host: LOOPBACK, port: cluster.port, database, user: CONSOLE_ROLE },
  idFormats: { tenant: 'prefixed-ulid', user: 'cuid2', tenantPrefix: 'brk_', userPrefix: 'usr_' },
});

async function prepare(cluster: TestCluster, size: Size, log: (line: string) => void): Promise<Desk> {
  const filled = await filledHome(size, log);
  const folder = mkdtempSync(join(tmpdir(), 'resume-'));
  const home = join(folder, 'home');
  cpSync(filled, home, { recursive: true });
  const template = await templateDatabase(cluster, 'brokers-snake', 1);
  const database = `bench_${size.tenants}`;
  await dropDatabase(cluster, database);
  await createDatabase(cluster, database, template.database);
  const console = new ConsoleProcess(folder);
  await console.open({ home });
  const connection = connectionTo(cluster, database);
  await console.call(addConnection, { connection, password: cluster.consolePassword });
  const { runId } = await console.call(startProvisioning, { connection: HERE, intake: broker(1) });
  await console.close();
  return { folder, home, runId };
}

/** Milliseconds from the start of a process until the run is where it was: opened, looked at, asking its question again. */
async function resumed({ folder, home, runId }: Desk): Promise<number> {
  const since = performance.now();
  const console = new ConsoleProcess(folder);
  await console.open({ home });
  const { state } = await console.call(resumeRun, { runId });
  const ms = performance.now() - since;
  if (state !== 'waiting') throw new Error(`The run is ${state}.`);
  await console.close();
  return ms;
}

export const bench: Bench = {
  name: 'resume',
  about:
    'from the start of a console to a resumed run, with a million entries in the ledger and with a thousand',
  run: async ({ quick, log }) => {
    const { cluster, stop } = await startTestCluster();
    const sizes = [few, quick ? { tenants: 2000, entriesEach: 10 } : many] as const;
    const desks: Desk[] = [];
    try {
      for (const size of sizes) desks.push(await prepare(cluster, size, log));
      const [small, large] = desks as [Desk, Desk];
      const rounds: { few: number; many: number }[] = [];
      for (let round = 0; round <= (quick ? 2 : ROUNDS); round += 1) {
        rounds.push({ few: await resumed(small), many: await resumed(large) });
        log(`  ${Math.round(rounds.at(-1)?.few ?? 0)} ms, ${Math.round(rounds.at(-1)?.many ?? 0)} ms`);
      }
      const measured = rounds.slice(1); // the first one fills the caches
      const ratio = median(measured.map((round) => round.many / round.few));
      return [
        {
          what: `start to resumed, ${sizes[1].tenants * 10} entries`,
          ...{ value: Math.round(median(measured.map((round) => round.many))), unit: 'ms' },
          against: `1000 entries, ${Math.round(median(measured.map((round) => round.few)))} ms`,
          ...{ ratio, asked: '< 1.5', holds: ratio < 1.5 },
        },
      ];
    } finally {
      for (const { folder } of desks) rmSync(folder, { recursive: true, force: true });
      await stop();
    }
  },
};
