import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { undoRun } from '../../src/main/engine/undo-run.ts';
import { knexMigrations } from '../../src/main/adapters/knex/knex-migrations.adapter.ts';
import { Secret } from '../../src/shared/model/secret.ts';
import {
  drive,
  intakeOf,
  openProvisioning,
  startPlatform,
  type Platform,
} from '../integration/database/platform.ts';
import type { Bench, Figure } from './bench.ts';
import { measureFleet } from './fleet-figures.ts';

const run = promisify(execFile);
/** With the users' own: 60 tables. */
const TABLES = 58;
const FLEET = 200;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

const psql = (url: string, ...commands: readonly string[]) =>
  run('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', url, ...commands.flatMap((one) => ['-c', one])]);

/** What an administrator would type: role, clone, grants. */
async function bare(url: (database: string) => string, template: string, name: string): Promise<void> {
  await psql(
    url('postgres'),
    `create role ${name} login password 'bare'`,
    `create database ${name} owner ${name} template ${template}`,
    `revoke all on database ${name} from public`,
  );
  await psql(
    url(name),
    ...['identity', 'crm'].flatMap((schema) => [
      `grant usage on schema ${schema} to ${name}`,
      `grant all on all tables in schema ${schema} to ${name}`,
      `grant all on all sequences in schema ${schema} to ${name}`,
    ]),
  );
}

async function provision(platform: Platform, slug: string): Promise<() => Promise<void>> {
  const { log, session } = await openProvisioning(platform, intakeOf(slug));
  await drive(session());
  if (log.story().at(-1) !== 'completed') throw new Error(log.story().join(', '));
  return () => undoRun(session());
}

const dropBare = (platform: Platform, name: string) =>
  psql(platform.url('postgres'), `drop database ${name}`, `drop role ${name}`);

async function fromScratch(platform: Platform, name: string): Promise<void> {
  await psql(platform.url('postgres'), `create database ${name}`);
  await knexMigrations({ folder: platform.folder, ssl: () => undefined }).latest(
    new Secret(platform.url(name)),
  );
}

async function measure(platform: Platform, rounds: number): Promise<readonly Figure[]> {
  await provision(platform, 'first');
  const set = await (await platform.ports.migrations()).read();
  const template = `tenant_console_template_${set.digest.slice(0, 16)}`;
  const times: { ours: number; bare: number; scratch: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    let undo = () => Promise.resolve();
    const ours = await milliseconds(async () => {
      undo = await provision(platform, `ours-${round}`);
    });
    await undo();
    const bareMs = await milliseconds(() => bare(platform.url, template, `bare_${round}`));
    await dropBare(platform, `bare_${round}`);
    const scratch = await milliseconds(() => fromScratch(platform, `scratch_${round}`));
    await psql(platform.url('postgres'), `drop database scratch_${round}`);
    times.push({ ours, bare: bareMs, scratch });
  }
  const overBare = median(times.map((each) => each.ours / each.bare));
  const overScratch = median(times.map((each) => each.scratch / each.ours));
  const value = Math.round(median(times.map(({ ours }) => ours)));
  const what = 'one tenant of 60 tables, the whole run';
  return [
    {
      what,
      value,
      unit: 'ms',
      against: 'role, clone and grants in psql',
      ratio: overBare,
      asked: '≤ 2.0',
      holds: overBare <= 2,
    },
    {
      ...{ what, value, unit: 'ms', against: 'an empty database migrated by knex' },
      ...{ ratio: overScratch, asked: '≥ 3 × faster', holds: overScratch >= 3 },
    },
  ];
}

export const bench: Bench = {
  name: 'database-tenant',
  about: 'A tenant with a database of its own, against bare SQL and against migrating from scratch',
  async run({ quick, log }) {
    const platform = await startPlatform(TABLES);
    try {
      log(`PostgreSQL on this machine, ${quick ? 2 : 9} rounds, everything but the console’s own ledger`);
      const one = await measure(platform, quick ? 2 : 9);
      return [...one, ...(await measureFleet(quick ? 20 : FLEET, TABLES, bare, log))];
    } finally {
      await platform.close();
    }
  },
};
