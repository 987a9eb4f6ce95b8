import { randomUUID } from 'node:crypto';
import { readFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openConsole, type Console } from '../../src/main/compose.ts';
import { addConnection, listConnections } from '../../src/shared/contract/connections.contract.ts';
import { runFleet } from '../../src/shared/contract/fleet.contract.ts';
import { resetSandbox, startSandbox } from '../../src/shared/contract/sandbox.contract.ts';
import { migrationsFolder } from '../integration/database/migrations-folder.ts';
import type { Figure } from './bench.ts';

const CONCURRENCY = 4;
const MEGABYTE = 1_048_576;

/** What an administrator would type for one tenant, on a server at `url`. */
export type Bare = (url: (database: string) => string, template: string, name: string) => Promise<void>;

type Stand = {
  readonly console: Console;
  readonly url: (database: string) => string;
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

/** Tenants a minute, and how far the process grew after the first quarter. */
async function ours({ console }: Stand, count: number) {
  const sizes: number[] = [];
  const stop = console.onProgress(({ done, of }) => {
    if (done === Math.floor(of / 4) || done === of) sizes.push(process.memoryUsage().rss / MEGABYTE);
  });
  const inputs = Array.from({ length: count }, (_, at) => intakeOf(`ours-${at}`));
  const report = await console.call(runFleet, { connection: 'platform', inputs, concurrency: CONCURRENCY });
  stop();
  if (report.counts.completed !== count) throw new Error(JSON.stringify(report.results.slice(0, 5)));
  return { perMinute: (count * 60_000) / report.ms, grownMb: (sizes.at(-1) ?? 0) - (sizes[0] ?? 0) };
}

async function loop({ url }: Stand, count: number, template: string, bare: Bare): Promise<number> {
  let next = 0;
  const start = performance.now();
  const lane = async () => {
    for (let at = next++; at < count; at = next++) await bare(url, template, `bare_fleet_${at}`);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, lane));
  return (count * 60_000) / (performance.now() - start);
}

/** A fleet through the whole console, ledger and all, against a loop of the same SQL in psql at the same concurrency. */
export async function measureFleet(
  count: number,
  tables: number,
  bare: Bare,
  log: (line: string) => void,
): Promise<readonly Figure[]> {
  const stand = await openStand(tables);
  try {
    const first = [intakeOf('first')];
    const warm = await stand.console.call(runFleet, { connection: 'platform', inputs: first });
    if (warm.counts.completed !== 1) throw new Error(JSON.stringify(warm.results));
    const template = await templateOn(stand);
    const { perMinute, grownMb } = await ours(stand, count);
    const bareMinute = await loop(stand, count, template, bare);
    log(`fleet: ${perMinute.toFixed(0)} tenants a minute, the bare loop ${bareMinute.toFixed(0)}`);
    const ratio = perMinute / bareMinute;
    return [
      {
        ...{ what: `a fleet of ${count} at concurrency ${CONCURRENCY}`, value: Math.round(perMinute) },
        ...{ unit: 'tenants/min', against: 'a loop of psql at the same concurrency', ratio },
        ...{ asked: '≥ 0.6', holds: ratio >= 0.6 },
      },
      {
        ...{
          what: 'the console’s memory, from a quarter of the fleet to its end',
          value: Math.round(grownMb),
        },
        ...{ unit: 'MB more', against: 'flat', ratio: null, asked: '≤ 32 MB', holds: grownMb <= 32 },
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
