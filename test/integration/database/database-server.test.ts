import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { knexMigrations } from '../../../src/main/adapters/knex/knex-migrations.adapter.ts';
import { openPostgresServer } from '../../../src/main/adapters/postgres/postgres-server.adapter.ts';
import { probeTenantRole } from '../../../src/main/adapters/postgres/probe-tenant-role.ts';
import { readUrl } from '../../../src/main/adapters/postgres/server-client.ts';
import type { DatabaseServer } from '../../../src/main/ports/database-server.port.ts';
import { Secret } from '../../../src/shared/model/secret.ts';
import { startTestCluster } from '../../helpers/postgres.setup.ts';
import { migrationsFolder, writeMigrations } from './migrations-folder.ts';

const tls = { tls: 'loopback-plain' } as const;
let running: Awaited<ReturnType<typeof startTestCluster>>;
let server: DatabaseServer;
let folder: string;

const urlOf = (user: string, password: string, database: string) =>
  new Secret(`postgres://${user}:${password}@127.0.0.1:${running.cluster.port}/${database}`);

beforeAll(async () => {
  [running, folder] = await Promise.all([startTestCluster(), migrationsFolder()]);
  server = await openPostgresServer(urlOf('postgres', running.cluster.password, 'postgres'), tls);
  await asAdmin('postgres', 'revoke connect on database postgres, template1 from public');
});
afterAll(async () => {
  await server.close();
  await Promise.all([running.stop(), rm(folder, { recursive: true, force: true })]);
});

async function asAdmin(database: string, text: string): Promise<readonly unknown[]> {
  const admin = new pg.Client(server.urlOf(database).reveal());
  await admin.connect();
  const { rows } = await admin.query<object>(text);
  await admin.end();
  return rows;
}

const make = async (name: string, template?: string) => {
  const password = new Secret(`password-of-${name}`);
  await server.createRole({ name, password, salt: new Uint8Array(16).fill(7), madeBy: 'run_1' });
  await server.createDatabase({ name, owner: name, template });
  await server.openDatabase(name, 'run_1');
  return urlOf(name, password.reveal(), name);
};

/** Adds a contact, takes a number, and calls the function, as the tenant: answers with what the last two gave. */
async function useAll(url: Secret): Promise<unknown> {
  const tenant = new pg.Client(url.reveal());
  await tenant.connect();
  try {
    await tenant.query(`insert into crm.contacts values ('Ada')`);
    const { rows } = await tenant.query<{ given: unknown }>(
      `select array[nextval('public.counted'), public.one()] as given`,
    );
    return rows[0]?.given;
  } finally {
    await tenant.end();
  }
}

describe('a server of tenants', () => {
  let rights = 0;

  test('a role tells the run that made it, a database belongs to its role, and both are gone after they are dropped', async () => {
    await make('tenant_a');
    expect(await server.inspect('tenant_a', 'tenant_a')).toEqual({
      database: true,
      ready: true,
      role: true,
      owner: 'tenant_a',
      madeBy: 'run_1',
      databaseMadeBy: 'run_1',
    });
    await server.dropDatabase('tenant_a');
    await server.dropDatabase('tenant_a');
    await server.dropRole('tenant_a');
    expect(await server.inspect('tenant_a', 'tenant_a')).toMatchObject({ database: false, role: false });
  });

  test('a clone of the template has the schema that a replay of the migrations makes', async () => {
    const migrations = knexMigrations({ folder, ssl: () => undefined });
    const set = await migrations.read();
    expect(await server.findTemplate(set.digest)).toBeUndefined();
    const template = await server.makeTemplate(set.digest, (url) => migrations.latest(url));
    expect(await server.findTemplate(set.digest)).toEqual(template);
    // One of a console that digested schemas in another way does not count, and is made anew.
    await asAdmin(
      'postgres',
      `comment on database ${template.name} is 'tenant-console template ${set.digest} ${template.schemaDigest}'`,
    );
    expect(await server.findTemplate(set.digest)).toBeUndefined();
    expect(await server.makeTemplate(set.digest, (url) => migrations.latest(url))).toEqual(template);
    await make('tenant_clone', template.name);
    await make('tenant_replay');
    expect(await migrations.latest(server.urlOf('tenant_clone'))).toEqual([]);
    expect(await migrations.latest(server.urlOf('tenant_replay'))).toEqual(set.names);
    const digests = [await server.schemaDigest('tenant_clone'), await server.confine('tenant_replay')];
    expect(digests).toEqual([template.schemaDigest, template.schemaDigest]);
    await make('tenant_led');
    await asAdmin('postgres', 'alter database tenant_led set search_path = nowhere');
    await migrations.latest(server.urlOf('tenant_led'));
    expect(await server.confine('tenant_led')).toBe(template.schemaDigest);
    await asAdmin('tenant_replay', 'create index extra on crm.contacts (name)');
    expect(await server.schemaDigest('tenant_replay')).not.toBe(template.schemaDigest);
  });

  test.each([
    ['a catalogue that others may read', 'grant select on pg_catalog.pg_roles to public'],
    ['a column of one', 'grant select (datname) on pg_catalog.pg_database to public'],
    ['a schema that its owner may not use', 'revoke usage on schema crm from pg_database_owner'],
    ['a table that its owner may not change', 'revoke update on crm.contacts from pg_database_owner'],
    [
      'a sequence of which it may not read',
      'revoke select on sequence public.counted from pg_database_owner',
    ],
    ['a routine that it may not run', 'revoke all on function public.one() from public, pg_database_owner'],
    [
      'tables of later that it may not use',
      'alter default privileges in schema crm revoke all on tables from pg_database_owner',
    ],
  ])('a clone is as confined as its template, and the digest tells of %s', async (_, change) => {
    const name = `tenant_right_${(rights += 1)}`;
    const url = await make(name);
    const made = `create schema crm; create table crm.contacts (name text); create sequence public.counted;
      create function public.one() returns int language sql as 'select 1'`;
    await asAdmin(name, made);
    const confined = await server.confine(name);
    await asAdmin('postgres', `alter database ${name} allow_connections false`);
    const clone = await make(`${name}_clone`, name);
    await asAdmin('postgres', `alter database ${name} allow_connections true`);
    expect(await server.schemaDigest(`${name}_clone`)).toBe(confined);
    await asAdmin(name, change);
    expect(await server.schemaDigest(name)).not.toBe(confined);
    expect(await server.confine(name)).toBe(confined);
    for (const tenant of [url, clone]) expect(await useAll(tenant)).toEqual(['1', '1']);
  });

  test('an administrator’s name may be written in any way, and a database may have another encoding', async () => {
    await asAdmin('postgres', `create role "Ann.Admin 2" superuser login password 'hers'`);
    await asAdmin('postgres', `create database tenant_latin template template0 encoding 'LATIN1' locale 'C'`);
    await asAdmin('postgres', 'revoke all on database tenant_latin from public');
    const hers = await openPostgresServer(urlOf('Ann.Admin%202', 'hers', 'postgres'), tls);
    try {
      expect(await hers.confine('tenant_latin')).toBe(await hers.schemaDigest('tenant_latin'));
    } finally {
      await hers.close();
    }
  });

  test('a role that inherited nothing does once the console gives it its password', async () => {
    await make('tenant_taken');
    await asAdmin('postgres', 'alter role tenant_taken noinherit');
    const password = new Secret('password-of-tenant_taken');
    await server.setPassword({ name: 'tenant_taken', password, salt: new Uint8Array(16).fill(9) });
    const inherits = `select rolinherit as inherits from pg_roles where rolname = 'tenant_taken'`;
    expect(await asAdmin('postgres', inherits)).toEqual([{ inherits: true }]);
  });

  test('a tenant’s role reaches nothing but its own database, and the probe sees it when it does', async () => {
    const url = await make('tenant_b');
    await make('tenant_c');
    await server.confine('tenant_b');
    expect(await server.probe(url)).toEqual([]);
    await asAdmin('postgres', 'grant connect on database tenant_c to public');
    expect(await server.probe(url)).toEqual(['connects to tenant_c']);
    expect((await server.probe(await make('tenant_open'))).join()).toContain('reads pg_database');
  });

  test('a tenant’s role that may run no block of code is probed list by list', async () => {
    const shut = await make('tenant_shut');
    await server.confine('tenant_shut');
    const open = await make('tenant_bare');
    const listsOf = async (url: Secret) => {
      await asAdmin(new URL(url.reveal()).pathname.slice(1), 'revoke usage on language plpgsql from public');
      return (await server.probe(url)).filter((reached) => reached.startsWith('reads'));
    };
    expect(await listsOf(shut)).toEqual([]);
    expect(await listsOf(open)).toEqual(expect.arrayContaining(['reads pg_database', 'reads pg_roles']));
  });

  test('a tenant that puts a function of its own in front of the server’s hides nothing by it', async () => {
    const url = await make('tenant_sly');
    await asAdmin(
      'tenant_sly',
      `create schema sly;
       create function sly.set_config(text, text, boolean) returns text language sql as $$ select pg_catalog.set_config($1, '', $3) $$;
       grant usage on schema sly to tenant_sly;
       alter role tenant_sly set search_path = sly, pg_catalog`,
    );
    expect(await server.probe(url)).toContain('reads pg_database');
  });

  test('what a tenant sets for everybody who comes to its database is not what the administrator looks names up by', async () => {
    await make('tenant_host');
    const before = await server.schemaDigest('tenant_host');
    await asAdmin(
      'tenant_host',
      `create schema trap;
       create function trap.format_type(oid, integer) returns text language sql as $$ select 'mine' $$;
       create table trap.goods (id integer)`,
    );
    const honest = await server.schemaDigest('tenant_host');
    await asAdmin('postgres', 'alter database tenant_host set search_path = trap, pg_catalog');
    expect(honest).not.toBe(before);
    expect(await server.schemaDigest('tenant_host')).toBe(honest);
  });

  test('of the databases that the server calls shut, the platform’s own and the newest of other tenants are tried', async () => {
    const url = await make('tenant_asking');
    await make('tenant_older');
    await make('tenant_newest');
    const log = () => readFile(join(running.cluster.directory, 'postgres.log'), 'utf8');
    const before = await log();
    await server.probe(url);
    const said = (await log()).slice(before.length);
    const refused = [...said.matchAll(/permission denied for database "(\w+)"/g)].map(([, name]) => name);
    expect(refused.sort()).toEqual(['postgres', 'tenant_newest']);
  });

  test('a database that is dropped or shut between the list and the sign-in is no way in', async () => {
    const login = readUrl(await make('tenant_late'), tls);
    await server.confine('tenant_late');
    await make('tenant_closing');
    await asAdmin('postgres', 'alter database tenant_closing allow_connections false');
    expect(await probeTenantRole(login, ['tenant_closing', 'tenant_gone'])).toEqual([]);
  });

  test('a migration that fails is named, with the words of knex, and leaves no template', async () => {
    const broken = await mkdtemp(join(tmpdir(), 'broken-'));
    await writeMigrations(broken);
    await writeFile(
      join(broken, '0009-broken.mjs'),
      "export const up = (knex) => knex.raw('select no_such_column');\nexport const down = () => undefined;\n",
    );
    const migrations = knexMigrations({ folder: broken, ssl: () => undefined });
    const { digest } = await migrations.read();
    const made = server.makeTemplate(digest, (url) => migrations.latest(url));
    await expect(made).rejects.toMatchObject({
      code: 'E_MIGRATIONS_FAILED',
      details: { migration: '0009-broken.mjs', knex: expect.stringContaining('no_such_column') as string },
    });
    expect(await server.findTemplate(digest)).toBeUndefined();
    await rm(broken, { recursive: true });
  });
});
