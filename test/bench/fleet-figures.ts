import { randomUUID } from 'node:crypto';
import { readFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openConsole, type Console } from '../../src/main/compose.ts';
import { addConnection, listConnections } from '../../src/shared/contract/connections.contract.ts';
import { runFleet } from '../../src/shared/contract/fleet.contract.ts';
import { resetSandbox, startSandbox } from '../../src/shared/contract/sandbox.contract.ts';
import { migrationsFolder } from '../integration/database/migrations-folder.ts';
import { bareTenant, type UrlOf } from './bare-tenant.ts';
import type { Figure } from './bench.ts';

const CONCURRENCY = 4;
const MEGABYTE = 1_048_576;

type Stand = {
  readonly console: Console;
  readonly url: UrlOf;
  readonly close: () => Promise<void>;
};

/** A whole console on the sandbox's platform, whose tenants have `tables` tables. */
async function openStand(tables: number): Promise<Stand> {
  const home = mkdtempSync(join(tmpdir(), 'fleet-'));
  writeFileSync(join(home, 'keychain.json'), JSON.stringify({ kind: 'throw-away', id: randomUUID() }), {
    mode: 0o600,
  });
  const folder = await migrationsFolder(tables);
  const console = await openConsole({ home, allowThrowAway: true });
  await console.call(startSandbox, { model: 'database' });
  const [known] = await console.call(listConnections, {});
  await console.call(addConnection, { connection: { ...known!.connection, migrations: folder } });
  const secrets = JSON.parse(readFileSync(join(home, 'platform', 'sandbox', 'vault.json'), 'utf8')) as Record<
    string,
    { data: { value: string } }[]
  >;
  const admin = secrets['server-alpha-admin']!.at(-1)!.data.value;
  return {
    console,
    url: (database) => admin.replace(/\/postgres$/, `/${database}`),
    close: async () => {
      await console.call(resetSandbox, {});
      await console.close();
      await rm(folder, { recursive: true, force: true });
      rmSync(home, { recursive: true, force: true });
    },
  };
}

const intakeOf = (slug: string) => ({
  ...{ slug, legalName: `Firm ${slug}`, server: 'alpha' },
  contact: { name: 'Ada Example', email: `ada@${slug}.example` },
});

/** How often in a fleet its memory is looked at. */
const LOOKS = 8;

/** Tenants a minute, and the megabytes that were in use after a collection, at the first tenant and at each eighth of the fleet. */
async function ours({ console }: Stand, count: number) {
  const inUse: number[] = [inUseMb()];
  const stop = console.onProgress(({ done, unit }) => {
    if (unit === 'tenants' && done >= (count * inUse.length) / LOOKS) inUse.push(inUseMb());
  });
  const inputs = Array.from({ length: count }, (_, at) => intakeOf(`ours-${at}`));
  const report = await console.call(runFleet, { connection: 'platform', inputs, concurrency: CONCURRENCY });
  stop();
  if (report.counts.completed !== count) throw new Error(JSON.stringify(report.results.slice(0, 5)));
  return { perMinute: (count * 60_000) / report.ms, inUse };
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What a process has from the system grows and shrinks with the collector's mood; what it holds on to does not. */
function inUseMb(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return Math.round((heapUsed + external) / MEGABYTE);
}

/** Milliseconds for the bare tenants from one number to before another. */
async function loop({ url }: Stand, from: number, before: number, template: string): Promise<number> {
  let next = from;
  const start = performance.now();
  const lane = async () => {
    for (let at = next++; at < before; at = next++)
      await bareTenant(url, template, `tenant_bare_fleet_${at}`);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, lane));
  return performance.now() - start;
}

/** A fleet through the whole console, ledger and all, against a loop of the same SQL in psql at the same concurrency. */
export async function measureFleet(
  count: number,
  tables: number,
  log: (line: string) => void,
): Promise<readonly Figure[]> {
  const stand = await openStand(tables);
  try {
    const first = [intakeOf('first')];
    const warm = await stand.console.call(runFleet, { connection: 'platform', inputs: first });
    if (warm.counts.completed !== 1) throw new Error(JSON.stringify(warm.results));
    const template = await templateOn(stand);
    // A machine does not stay as busy as it is: half of the bare tenants before the fleet, and half after it.
    const half = Math.floor(count / 2);
    const before = await loop(stand, 0, half, template);
    const { perMinute, inUse } = await ours(stand, count);
    const resident = Math.round(process.memoryUsage().rss / MEGABYTE);
    const bareMinute = (count * 60_000) / (before + (await loop(stand, half, count, template)));
    log(`fleet: ${perMinute.toFixed(0)} tenants a minute, the bare loop ${bareMinute.toFixed(0)}`);
    log(
      `memory in use, from the first tenant to the last: ${inUse.join(', ')} MB; the process has ${resident} MB`,
    );
    const grownMb = (inUse.at(-1) ?? 0) - (inUse[0] ?? 0);
    const ratio = perMinute / bareMinute;
    return [
      {
        ...{ what: `a fleet of ${count} at concurrency ${CONCURRENCY}`, value: Math.round(perMinute) },
        ...{ unit: 'tenants/min', against: 'a loop of psql at the same concurrency', ratio },
        ...{ asked: '≥ 0.6', holds: ratio >= 0.6 },
      },
      {
        ...{
          what: 'memory in use, from the first tenant of the fleet to the last',
          value: grownMb,
        },
        ...{ unit: 'MB more', against: 'flat', ratio: null, asked: '≤ 16 MB', holds: grownMb <= 16 },
      },
    ];
  } finally {
    await stand.close();
  }
}

async function templateOn({ url }: Stand): Promise<string> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url('postgres') });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    `select datname as name from pg_database where starts_with(datname, 'tenant_console_template_')`,
  );
  await client.end();
  return rows[0]!.name;
}
