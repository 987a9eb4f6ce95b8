import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { knexMigrations } from '../../src/main/adapters/knex/knex-migrations.adapter.ts';
import { Secret } from '../../src/shared/model/secret.ts';
import {
  drive,
  intakeOf,
  openProvisioning,
  startPlatform,
  type Platform,
} from '../integration/database/platform.ts';
import { bareTenant, psql, type UrlOf } from './bare-tenant.ts';
import type { Figure } from './bench.ts';
import { median } from './median.ts';

type Wish = {
  /** What the tables are, and their migrations. */
  readonly schema: string;
  readonly migrations: () => Promise<string>;
  readonly rounds: number;
  /** The folder that the server's files are in, and what to call it. */
  readonly place: string;
  readonly where: string;
  readonly log: (line: string) => void;
};

/** Milliseconds of one round. `made` is the part of a run that knex from scratch stands for: the database and its schema. */
type Round = {
  readonly run: number;
  readonly made: number;
  readonly bare: number;
  readonly clone: number;
  readonly scratch: number;
};

const MAKING = ['database.create-database', 'database.apply-migrations'];

/**
 * One tenant through the whole runbook, beside the bare SQL and beside knex on an empty database, on one server. Nothing is
 * dropped in between: a file system that has much to delete is slower for whoever comes next (ext4 without a journal walks over
 * each inode that was freed in the last minutes). All are named as tenants are: of those the console tries the newest, of others each.
 */
export async function measureTenant(wish: Wish): Promise<readonly Figure[]> {
  const platform = await startPlatform(wish.migrations, { durable: true, place: wish.place });
  try {
    await provision(platform, 'first');
    await useLog(platform, wish.rounds);
    const template = `tenant_console_template_${await setOf(platform)}`;
    const rounds: Round[] = [];
    for (let at = 0; at < wish.rounds; at += 1) rounds.push(await measureRound(platform, template, at));
    await tell(platform, wish, rounds, template);
    return figuresOf(wish, rounds);
  } finally {
    await platform.close();
  }
}

/** What a round writes to the write-ahead log, in files of it (16 MB). */
const LOG_FILES = 4;

/**
 * A server that has been in use writes its log over files that it has; a fresh one makes each, which takes as long as a clone and is paid
 * for by whoever happens to come by. So it makes them before.
 */
async function useLog({ admin }: Platform, rounds: number): Promise<void> {
  for (let at = 0; at < rounds * LOG_FILES; at += 1) {
    await admin.query(`select pg_logical_emit_message(false, 'bench', 'one file further')`);
    await admin.query('select pg_switch_wal()');
  }
  await admin.query('checkpoint');
}

const setOf = async (platform: Platform): Promise<string> =>
  (await (await platform.ports.migrations()).read()).digest.slice(0, 16);

async function measureRound({ url, ...platform }: Platform, template: string, at: number): Promise<Round> {
  let made = 0;
  const run = await milliseconds(async () => {
    made = await provision({ url, ...platform }, `ours-${at}`);
  });
  const bare = await milliseconds(() => bareTenant(url, template, `tenant_bare_${at}`));
  const clone = await milliseconds(() => create(url, `tenant_clone_${at}`, ` template ${template}`));
  const scratch = await milliseconds(async () => {
    await create(url, `tenant_scratch_${at}`);
    const knex = knexMigrations({ folder: platform.folder, ssl: () => undefined });
    await knex.latest(new Secret(url(`tenant_scratch_${at}`)));
  });
  return { run, made, bare, clone, scratch };
}

/** Shut for the public, as any database beside a tenant's: a tenant that gets into another is refused. */
const create = (url: UrlOf, name: string, from = '') =>
  psql(url('postgres'), `create database ${name}${from}`, `revoke all on database ${name} from public`);

/** Answers with how long the database and its schema took of it. */
async function provision(platform: Platform, slug: string): Promise<number> {
  const { log, session } = await openProvisioning(platform, intakeOf(slug));
  await drive(session());
  if (log.story().at(-1) !== 'completed') throw new Error(log.story().join(', '));
  const making = log.all.filter(
    ({ type, data }) => type === 'step.done' && MAKING.some((step) => step === data['step']),
  );
  return making.reduce((sum, { data }) => sum + Number(data['ms']), 0);
}

function figuresOf({ schema, where }: Wish, rounds: readonly Round[]): readonly Figure[] {
  const run = Math.round(median(rounds.map((each) => each.run)));
  const made = Math.round(median(rounds.map((each) => each.made)));
  const overBare = median(rounds.map((each) => each.run / each.bare));
  const times = median(rounds.map((each) => each.scratch / each.run));
  const madeTimes = median(rounds.map((each) => each.scratch / each.made));
  const knex = 'an empty database migrated by knex';
  const faster = { unit: 'ms', against: knex, asked: '≥ 3 × faster' };
  return [
    {
      ...{ what: `one tenant of ${schema}, the whole run, ${where}`, value: run, unit: 'ms' },
      ...{ against: 'role, clone and grants in psql', ratio: overBare },
      ...{ asked: '≤ 2.0', holds: overBare <= 2 },
    },
    {
      ...{ ...faster, what: `of it (${schema}), database, schema and grants, ${where}`, value: made },
      ...{ ratio: madeTimes, holds: madeTimes >= 3 },
    },
    {
      ...{ ...faster, what: `one tenant of ${schema}, the whole run, ${where}`, value: run },
      ...{ ratio: times, holds: times >= 3 },
    },
  ];
}

/** What no console could be quicker than, and what a clone is to the file system. */
async function tell(
  { admin }: Platform,
  { schema, where, place, log }: Wish,
  rounds: readonly Round[],
  template: string,
): Promise<void> {
  const { rows } = await admin.query<{ files: number; mb: number }>(
    `select (select count(*)::int from pg_ls_dir('base/' || oid)) as files,
       round(pg_database_size(oid) / 1048576.0)::int as mb from pg_database where datname = $1`,
    [template],
  );
  const [{ files, mb } = { files: 0, mb: 0 }] = rows;
  const of = (what: keyof Round) => median(rounds.map((each) => each[what]));
  const ceiling = (what: keyof Round) => (of('scratch') / of(what)).toFixed(2);
  log(
    `${schema}, ${where}: a clone is ${files} files of ${mb} MB, and a new file costs ${newFileMicroseconds(place)} µs here;\n` +
      `  bare clone in psql ${of('clone').toFixed(0)} ms, with role and grants ${of('bare').toFixed(0)} ms, ` +
      `knex from scratch ${of('scratch').toFixed(0)} ms:\n` +
      `  the bare commands themselves are ${ceiling('clone')} × and ${ceiling('bare')} × faster than knex`,
  );
}

const FILES = 600;

function newFileMicroseconds(place: string): number {
  const folder = mkdtempSync(join(place, 'tenant-console-files-'));
  const since = performance.now();
  for (let at = 0; at < FILES; at += 1) writeFileSync(join(folder, String(at)), '');
  const microseconds = ((performance.now() - since) / FILES) * 1_000;
  rmSync(folder, { recursive: true });
  return Math.round(microseconds);
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const since = performance.now();
  await work();
  return performance.now() - since;
}
