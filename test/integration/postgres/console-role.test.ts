import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { runsOn } from '../../../src/main/adapters/postgres/needed-privileges.ts';
import type { RoleAudit } from '../../../src/main/ports/database-examination.port.ts';
import { call, type TenantDatabase } from '../../../src/main/ports/database.port.ts';
import { pooledReadings, readingMap } from '../../../src/main/tenancy/pooled/readings.ts';
import type { PooledSchema } from '../../../src/main/tenancy/pooled/schema.ts';
import { pooledStatements } from '../../../src/main/tenancy/pooled/statements/index.ts';
import { purgeRows } from '../../../src/main/tenancy/pooled/statements/purge-rows.statements.ts';
import { refuseLoan } from '../../../src/main/operations/connections/prove-environment.ts';
import { asSuperuser } from '../../../src/sandbox/postgres/portal-cluster.ts';
import { openPooled, ownerLogin, pooledGateway } from '../../helpers/pooled-database.ts';
import { usePortal } from '../../helpers/sandbox.ts';

/** Ids of samples are those of the reading with a brokers table; the other one has UUIDs. */
const SAMPLE_UUID = '00000000-0000-4000-8000-00000000000f';
const fitted = (params: unknown, bare: boolean): unknown =>
  bare ? JSON.parse(JSON.stringify(params).replaceAll('brk_sample', SAMPLE_UUID)) : params;

/** Their columns come from the classification of the live schema; off-boarding's own test runs them under this role. */
const takesLiveNames = (name: string): boolean => /^pooled\.(scrub|anonymise)-/.test(name);

describe.each(pooledReadings)('on a %s schema', (variant) => {
  const portal = usePortal({ variant });
  let database: TenantDatabase<PooledSchema>;
  beforeAll(async () => {
    database = await openPooled(portal());
  });
  afterAll(() => database.close());

  test('every table and column that is expected is found, with the names of the printed reading', () => {
    const { tables, ...rest } = database.map;
    expect(rest).toMatchObject({ missing: [], ambiguous: [], unfilled: [], schema: 'public' });
    expect(tables).toEqual(readingMap(variant).tables);
  });

  test('the granted role can do what the console needs and nothing else', async () => {
    const { role } = await database.examine();
    expect(role).toMatchObject({ role: 'tenant_console', excess: [], missing: [] });
  });

  test('every statement that fits the schema runs under that role', async () => {
    const bare = variant.startsWith('bare-');
    const fitting = pooledStatements.filter(
      (statement) =>
        !takesLiveNames(statement.name) && statement.lent === undefined && runsOn(database.map, statement),
    );
    expect(fitting.length).toBeGreaterThan(10);
    for (const statement of fitting) {
      const params = fitted(statement.sample, bare);
      const work = database.write(async (tx) => {
        await tx.runAll(call(statement, params));
        throw new Error('ran');
      });
      const outcome = await work.catch((error: unknown) => error as Error & { details?: object });
      // The samples belong to no tenant, so these may be missed; the permission was checked before that.
      expect(`${statement.name}: ${outcome.message} ${JSON.stringify(outcome.details)}`).toMatch(
        /: ran |23503/,
      );
    }
  });

  test('what a purge deletes is refused to it until the owner lends it, and is no excess while it is lent', async () => {
    const purge = [...purgeRows.values()].find(({ name }) => name === 'pooled.purge-audit-logs');
    const work = () => database.write((tx) => tx.run(purge!, { tenantId: SAMPLE_UUID }));
    await expect(work()).rejects.toMatchObject({ code: 'E_DB_PERMISSION' });
    const { lent, grants } = (await database.examine()).role;
    expect({ has: lent.has, lacks: lent.lacks.includes('audit_logs') }).toEqual({ has: [], lacks: true });
    const asOwner = (text: string) =>
      asSuperuser(inject('postgres'), portal().database.database, (client) => client.query(text));
    await asOwner(lent.grants);
    expect((await database.examine()).role).toMatchObject({
      ...{ excess: [], missing: [] },
      lent: { has: lent.lacks, lacks: [] },
    });
    expect(await work()).toEqual([]);
    await expect(refuseLoan(database)).rejects.toMatchObject({
      code: 'E_ROLE_ON_LOAN',
      details: { tables: lent.lacks },
    });
    await asOwner(grants);
    expect((await database.examine()).role.lent.has).toEqual([]);
  });
});

describe('the audit of the role', () => {
  const portal = usePortal();
  const query = (text: string) =>
    asSuperuser(inject('postgres'), portal().database.database, (client) => client.query(text));

  async function audit(setup: string, name: string): Promise<RoleAudit> {
    await query(`drop role if exists ${name}; create role ${name} login password 'x'; ${setup}`);
    const database = await openPooled(portal(), { user: name, password: 'x' }, { evenUnmapped: true });
    try {
      return (await database.examine()).role;
    } finally {
      await database.close();
      await query(`drop owned by ${name} cascade; drop role ${name}`);
    }
  }

  test('finds the grants it prints to be exactly enough', async () => {
    const grants = pooledGateway().grants(readingMap('brokers-snake'), 'probe_exact');
    expect(await audit(grants, 'probe_exact')).toMatchObject({ excess: [], missing: [], grants });
  });

  test('says what is too much, object by object', async () => {
    const grants = pooledGateway().grants(readingMap('brokers-snake'), 'probe_much');
    const { excess, missing } = await audit(
      `${grants}
       create schema reports; create table reports.secrets (id text);
       grant usage, create on schema reports to probe_much; grant select on reports.secrets to probe_much;
       grant update (created_at) on users to probe_much; grant select (password_hash) on users to probe_much;
       grant truncate on audit_logs to probe_much; grant trigger, update on members to probe_much;
       grant create on database "${portal().database.database}" to probe_much;
       grant pg_read_server_files to probe_much; alter role probe_much createdb;
       create function public.as_owner() returns int language sql security definer as 'select 1';`,
      'probe_much',
    );
    expect(excess).toEqual([
      'createdb',
      'member of role pg_read_server_files',
      `may create objects in database ${portal().database.database}`,
      'may create objects in schema reports',
      "may call public.as_owner, which runs with its owner's rights",
      'TRUNCATE on public.audit_logs',
      'UPDATE on public.members (created_at, id, status, updated_at, xmin)',
      'TRIGGER on public.members',
      'SELECT on public.users (password_hash)',
      'UPDATE on public.users (created_at)',
      'SELECT on reports.secrets',
    ]);
    expect(missing).toEqual([]);
    await query('drop function public.as_owner; drop schema reports cascade');
  });

  test('says what a read-only role lacks', async () => {
    const { excess, missing } = await audit(
      'grant usage on schema public to probe_reader; grant pg_read_all_data to probe_reader',
      'probe_reader',
    );
    expect(excess).toContain('member of role pg_read_all_data');
    expect(missing).toContain('INSERT on public.users');
    expect(missing).toContain(
      'UPDATE on public.users (email, last_login_at, must_change_password, name, password_hash, role, updated_at)',
    );
    expect(missing).toContain('DELETE on public.brokers');
    expect(missing.filter((one) => one.startsWith('SELECT'))).toEqual([]);
  });

  test('says what a role without any grant lacks', async () => {
    const { missing } = await audit('select 1', 'probe_nothing');
    expect(missing).toContain('any privilege on public.users');
  });

  test('recognises the owner of the tables', async () => {
    const database = await openPooled(portal(), ownerLogin(portal()));
    const { excess } = (await database.examine()).role;
    expect(excess).toContain('owner of table public.users');
    expect(excess).toContain(`owner of database ${portal().database.database}`);
    await database.close();
  });

  test('says of a superuser that it is one, and does not bury it', async () => {
    const { password } = inject('postgres');
    const database = await openPooled(portal(), { user: 'postgres', password });
    expect((await database.examine()).role.excess).toEqual([
      'superuser',
      'createrole',
      'createdb',
      'replication',
      'bypassrls',
    ]);
    await database.close();
  });
});
