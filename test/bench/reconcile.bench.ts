import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { scanPooled } from '../../src/main/tenancy/pooled/reconcile.ts';
import { asSuperuser, CONSOLE_ROLE, createDatabase } from '../../src/sandbox/postgres/portal-cluster.ts';
import { Secret } from '../../src/shared/model/secret.ts';
import { pooledGateway } from '../helpers/pooled-database.ts';
import { LOOPBACK } from '../../src/sandbox/loopback.ts';
import { startTestCluster, type TestCluster } from '../helpers/postgres.setup.ts';
import { templateDatabase } from '../helpers/template-database.ts';
import type { Bench, Figure } from './bench.ts';
import { median } from './median.ts';

/** Brokers; each has 20 employers with a scheme each, and 200 members. */
const FULL = 10_000;
const MEGABYTE = 1_000_000;
const SAMPLE_MS = 20;

/** Rows of healthy brokers, made by the server itself. */
const filling = (brokers: number): readonly string[] => [
  `insert into brokers (id, name, legal_name, cro_number, contact_name, contact_email, plan, status, created_at, updated_at)
   select 'brk_' || b, 'B', 'B ' || b, 'x' || b, 'C', 'c', 'standard', 'active', now(), now() from generate_series(1, ${brokers}) b`,
  `insert into users (id, email, name, password_hash, role, broker_id, must_change_password, created_at, updated_at)
   select 'usr_' || b, 'a' || b || '@x.example', 'A', 'x', 'BrokerAdmin', 'brk_' || b, false, now(), now() from generate_series(1, ${brokers}) b`,
  `insert into employers (id, broker_id, name, registration_number, contact_name, contact_email, created_at, updated_at)
   select md5('e' || e)::uuid, 'brk_' || (1 + e % ${brokers}), 'E', '1', 'C', 'c', now(), now() from generate_series(1, ${brokers * 20}) e`,
  `insert into schemes (id, employer_id, name, scheme_type, authority_number, status, created_at, updated_at)
   select 'sch_' || e, md5('e' || e)::uuid, 'S', 'DC', 'PB', 'active', now(), now() from generate_series(1, ${brokers * 20}) e`,
  `insert into members (id, scheme_id, employer_id, first_name, last_name, email, pps_number, date_of_birth, status, created_at, updated_at)
   select md5('m' || m)::uuid, 'sch_' || (1 + m % ${brokers * 20}), md5('e' || (1 + m % ${brokers * 20}))::uuid, 'F', 'L', 'e', 'p', '1980-01-01', 'active', now(), now()
   from generate_series(1, ${brokers * 200}) m`,
];

/** The anti-joins as somebody would type them who knows what they look for. */
const lost = (table: string, column: string, parent: string) =>
  `select c.id, c.${column} from ${table} c where c.${column} is not null
   and not exists (select 1 from ${parent} p where p.id = c.${column}) order by c.id limit 1000;`;
const bare = [
  `select b.id from brokers b where not exists (select 1 from users u where u.broker_id = b.id and u.role = 'BrokerAdmin') order by b.id limit 1000;`,
  lost('users', 'broker_id', 'brokers'),
  lost('employers', 'broker_id', 'brokers'),
  lost('email_templates', 'broker_id', 'brokers'),
  lost('compliance_calendar', 'broker_id', 'brokers'),
  lost('schemes', 'employer_id', 'employers'),
  lost('members', 'scheme_id', 'schemes'),
  lost('members', 'employer_id', 'employers'),
  lost('contributions', 'member_id', 'members'),
  lost('fund_choices', 'member_id', 'members'),
  lost('key_function_holders', 'scheme_id', 'schemes'),
  lost('written_policies', 'scheme_id', 'schemes'),
  lost('ora_reports', 'scheme_id', 'schemes'),
  lost('documents', 'scheme_id', 'schemes'),
].join('\n');

/** Where the brokers are, and how the console signs in there. */
type Place = { readonly port: number; readonly database: string; readonly password: string };

/** Milliseconds of psql over the same questions on one snapshot. */
async function psql({ port, database, password }: Place): Promise<number> {
  const script = `begin isolation level repeatable read read only;\n${bare}\ncommit;\n`;
  const since = performance.now();
  const where = ['-h', LOOPBACK, '-p', String(port), '-U', CONSOLE_ROLE, '-d', database];
  const args = ['-X', '-q', '-v', 'ON_ERROR_STOP=1', ...where];
  const child = spawn('psql', args, {
    stdio: ['pipe', 'ignore', 'inherit'],
    env: { ...process.env, PGPASSWORD: password },
  });
  child.stdin.end(script);
  const [code] = (await once(child, 'exit')) as [number];
  if (code !== 0) throw new Error('psql failed.');
  return performance.now() - since;
}

/** Milliseconds of a scan, and how much memory it took over idle, in bytes. Finding anything is an error: all is healthy. */
async function ours({ password, ...at }: Place): Promise<{ readonly ms: number; readonly grown: number }> {
  const address = { ...at, host: LOOPBACK, user: CONSOLE_ROLE, tls: 'loopback-plain' } as const;
  const database = await pooledGateway().open(address, new Secret(password));
  try {
    globalThis.gc?.();
    const idle = process.memoryUsage.rss();
    let peak = idle;
    const sampling = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), SAMPLE_MS);
    const since = performance.now();
    const kinds = await scanPooled(database, { listed: 100, signal: new AbortController().signal });
    const ms = performance.now() - since;
    clearInterval(sampling);
    const found = kinds.reduce((sum, each) => sum + each.found, 0);
    if (found > 0) throw new Error(`${found} orphans in a healthy database.`);
    return { ms, grown: peak - idle };
  } finally {
    await database.close();
  }
}

/** A database of healthy brokers, and nothing else on it. */
async function fill(cluster: TestCluster, brokers: number): Promise<Place> {
  const template = await templateDatabase(cluster, 'brokers-snake', 1);
  const database = `bench_${brokers}`;
  await createDatabase(cluster, database, template.database);
  await asSuperuser(cluster, database, async (client) => {
    await client.query('set session_replication_role = replica');
    for (const statement of filling(brokers)) await client.query(statement);
    await client.query('vacuum analyze');
  });
  return { port: cluster.port, database, password: cluster.consolePassword };
}

async function figuresAt(
  cluster: TestCluster,
  brokers: number,
  rounds: number,
  log: (line: string) => void,
): Promise<readonly Figure[]> {
  log(`Filling ${brokers} brokers, ${brokers * 20} employers, ${brokers * 200} members …`);
  const place = await fill(cluster, brokers);
  await ours(place);
  await psql(place);
  const done: { ms: number; bare: number; grown: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const first = round % 2 === 0 ? await psql(place) : undefined;
    const { ms, grown } = await ours(place);
    const theirs = first ?? (await psql(place));
    done.push({ ms, grown, bare: theirs });
    log(`  ${Math.round(ms)} ms, psql ${Math.round(theirs)} ms`);
  }
  return told(`${brokers} brokers, ${brokers * 20} employers, ${brokers * 200} members`, done);
}

type Round = { readonly ms: number; readonly bare: number; readonly grown: number };

function told(of: string, done: readonly Round[]): readonly Figure[] {
  const ratio = median(done.map(({ ms, bare: theirs }) => ms / theirs));
  const grown = Math.max(...done.map((each) => each.grown)) / MEGABYTE;
  return [
    {
      what: `scan of ${of}`,
      ...{ value: Math.round(median(done.map(({ ms }) => ms))), unit: 'ms' },
      against: `the bare anti-joins in psql, ${Math.round(median(done.map((each) => each.bare)))} ms`,
      ...{ ratio, asked: '≤ 1.2', holds: ratio <= 1.2 },
    },
    {
      what: `memory of the console, ${of}`,
      ...{ value: Math.round(grown), unit: 'MB over idle', against: 'idle', ratio: null },
      ...{ asked: '< 150 MB', holds: grown < 150 },
    },
  ];
}

export const bench: Bench = {
  name: 'reconcile',
  about: 'the scan for orphans against the bare anti-joins in psql, and its memory, at full size and a tenth',
  run: async ({ quick, log }) => {
    const { cluster, stop } = await startTestCluster();
    try {
      const full = quick ? FULL / 100 : FULL;
      const tenth = await figuresAt(cluster, full / 10, quick ? 3 : 7, log);
      return [...tenth, ...(await figuresAt(cluster, full, quick ? 3 : 5, log))];
    } finally {
      await stop();
    }
  },
};
