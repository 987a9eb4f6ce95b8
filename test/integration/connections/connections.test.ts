import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { passwordName } from '../../../src/main/operations/connections/connection-secrets.ts';
import {
  addConnection,
  examineConnection,
  listConnections,
  removeConnection,
  testConnection,
} from '../../../src/shared/contract/connections.contract.ts';
import { listStatements } from '../../../src/shared/contract/statements.contract.ts';
import type { Connection } from '../../../src/shared/model/connection.ts';
import { freePort } from '../../../src/sandbox/loopback.ts';
import { asSuperuser } from '../../../src/sandbox/postgres/portal-cluster.ts';
import { ConnectionDesk, connectionTo } from '../../helpers/connections.ts';
import { usePortal } from '../../helpers/sandbox.ts';

const portal = usePortal();
let desk: ConnectionDesk;
beforeEach(() => {
  desk = new ConnectionDesk();
});

const password = () => portal().database.consolePassword;
const add = (change: Partial<Connection> = {}, secret = password()) =>
  desk.call(addConnection, {
    connection: connectionTo(portal(), change),
    password: secret,
    mailKey: 'mail key',
    objectsKey: 'token of the file store',
  });
const meet = (name = 'here') => desk.call(testConnection, { name });
const types = () => desk.log.all.map(({ type }) => type);
const query = (text: string) =>
  asSuperuser(inject('postgres'), portal().database.database, (client) => client.query(text));

const label = (text: string | null) =>
  query(`comment on database "${portal().database.database}" is ${text === null ? 'null' : `'${text}'`}`);
afterEach(() => label('environment=sandbox'));

describe('keeping connections', () => {
  test('a connection is kept in the log and its secrets in the keychain, and nowhere else', async () => {
    await add();
    expect(desk.keychain.names()).toEqual([
      'connection/here/password',
      'connection/here/mail-key',
      'connection/here/objects-key',
    ]);
    expect(JSON.stringify(desk.log.all)).not.toContain(password());
    const [only] = await desk.call(listConnections, {});
    expect(only).toEqual({ connection: connectionTo(portal()) });
  });

  test('without a password, given or kept, nothing is recorded', async () => {
    const connection = connectionTo(portal());
    await expect(desk.call(addConnection, { connection })).rejects.toMatchObject({
      code: 'E_CONNECTION_NO_PASSWORD',
    });
    expect(types()).toEqual([]);
  });

  test('changing a setting needs no password again, and keeps what was pinned', async () => {
    await add();
    await meet();
    const connection = connectionTo(portal(), {
      mail: { apiUrl: portal().mail.url, from: 'other@example.com' },
    });
    expect(await desk.call(addConnection, { connection })).toMatchObject({
      connection,
      pinned: { label: 'sandbox' },
    });
    const elsewhere = connectionTo(portal(), { host: 'localhost' });
    expect(await desk.call(addConnection, { connection: elsewhere })).not.toHaveProperty('pinned');
  });

  test('removing one forgets its secrets; what is unknown has a code', async () => {
    await add();
    await desk.call(removeConnection, { name: 'here' });
    expect(desk.keychain.names()).toEqual([]);
    expect(await desk.call(listConnections, {})).toEqual([]);
    for (const call of [removeConnection, testConnection] as const) {
      await expect(desk.call(call, { name: 'here' })).rejects.toMatchObject({
        code: 'E_CONNECTION_UNKNOWN',
        exitCode: 3,
      });
    }
  });

  test('a name, port or model that is none is refused field by field', async () => {
    await expect(add({ name: 'Über Prod' })).rejects.toMatchObject({ code: 'E_INVALID_INPUT' });
    await expect(add({ port: 0 })).rejects.toMatchObject({ code: 'E_INVALID_INPUT' });
    await expect(add({ model: 'namespace' as never })).rejects.toMatchObject({ code: 'E_INVALID_INPUT' });
    expect(types()).toEqual([]);
  });

  test('a throw-away keychain serves the sandbox on this machine and nothing else', async () => {
    desk = new ConnectionDesk('throw-away');
    await add();
    await meet();
    for (const change of [
      { environment: 'staging' },
      { environment: 'production' },
      { host: 'db.example.com' },
    ] as const) {
      await expect(add(change)).rejects.toMatchObject({ code: 'E_KEYCHAIN_THROW_AWAY' });
    }
    const system = new ConnectionDesk();
    await system.call(addConnection, {
      connection: connectionTo(portal(), { environment: 'staging' }),
      password: password(),
    });
    Object.assign(system.keychain, { kind: 'throw-away' });
    await expect(system.call(testConnection, { name: 'here' })).rejects.toMatchObject({
      code: 'E_KEYCHAIN_THROW_AWAY',
    });
  });
});

describe('proving the environment', () => {
  test('the first meeting is pinned, and the second compared with it', async () => {
    await add();
    const first = await meet();
    expect(first).toMatchObject({ pinned: 'now', warnings: [], environment: { environment: 'sandbox' } });
    expect(first.environment.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(await meet()).toEqual({ ...first, pinned: 'before' });
    expect(types()).toEqual(['connection.added', 'connection.fingerprint-pinned']);
  });

  test('a changed schema is a warning and no mismatch', async () => {
    await add();
    const first = await meet();
    await query('alter table employers add column note text');
    const second = await meet();
    expect(second.warnings).toEqual([expect.stringContaining('schema has changed')]);
    expect(second.environment.fingerprint).toBe(first.environment.fingerprint);
    expect(second.environment.schemaDigest).not.toBe(first.environment.schemaDigest);
    await query('alter table employers drop column note');
  });

  test('another cluster behind the same address is refused, and it is said what differs', async () => {
    await add();
    await meet();
    const pinned = desk.log.all.at(-1)!;
    const fingerprint = {
      ...(pinned.data['fingerprint'] as object),
      systemIdentifier: '1',
      serverVersion: '9.6',
    };
    await desk.log.append({ type: pinned.type, data: { name: 'here', fingerprint } });
    await expect(meet()).rejects.toMatchObject({
      code: 'E_ENVIRONMENT_MISMATCH',
      exitCode: 6,
      details: { differs: ['systemIdentifier'] },
    });
  });

  test('a label that contradicts the connection is refused at the first meeting', async () => {
    await add({ environment: 'staging' });
    await expect(meet()).rejects.toMatchObject({
      code: 'E_ENVIRONMENT_MISMATCH',
      details: { environment: 'staging', label: 'sandbox', differs: ['label'] },
    });
    expect(types()).toEqual(['connection.added']);
  });

  test('a database without a label is met with a warning that says how to give it one', async () => {
    await label(null);
    await add();
    expect((await meet()).warnings).toEqual([expect.stringContaining("IS 'environment=sandbox'")]);
  });

  test('in production a role that can do more than it needs is refused, an exact one is not', async () => {
    await label('billing; environment=production');
    await add({ environment: 'production' });
    expect(await meet()).toMatchObject({ pinned: 'now', warnings: [] });
    await query('grant update (created_at) on users to tenant_console');
    await expect(meet()).rejects.toMatchObject({
      code: 'E_ROLE_EXCESSIVE',
      details: { role: 'tenant_console', excess: ['UPDATE on public.users (created_at)'] },
    });
    await query('revoke update (created_at) on users from tenant_console');
    const owner = connectionTo(portal(), { environment: 'production', user: 'portal', name: 'owner' });
    await desk.call(addConnection, { connection: owner, password: portal().database.ownerPassword });
    await expect(meet('owner')).rejects.toMatchObject({ code: 'E_ROLE_EXCESSIVE' });
  });
});

describe('connections that lead nowhere', () => {
  const cases: readonly (readonly [
    string,
    () => Partial<Connection> | Promise<Partial<Connection>>,
    string,
  ])[] = [
    ['a server that is away', async () => ({ port: await freePort() }), 'E_DB_UNREACHABLE'],
    ['a database that is not there', () => ({ database: 'nothing_here' }), 'E_DB_NOT_FOUND'],
    ['a server elsewhere without TLS', () => ({ host: '192.0.2.1' }), 'E_DB_TLS_REQUIRED'],
    ['a database with another schema', () => ({ database: 'postgres' }), 'E_SCHEMA_UNMAPPED'],
  ];
  test.each(cases)('%s has a code and a fix, and nothing is pinned', async (_, change, code) => {
    await add(await change());
    const error = await meet().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code });
    expect((error as { exitCode: number }).exitCode).toBeGreaterThan(0);
    expect((error as { fix: string }).fix.length).toBeGreaterThan(20);
    expect(types()).toEqual(['connection.added']);
  });

  test('a wrong password has a code, and is itself in no message', async () => {
    await add({}, 'wrong horse battery');
    const error = await meet().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'E_DB_AUTH' });
    expect(JSON.stringify(error)).not.toContain('horse');
  });

  test('a password that is gone from the keychain has a code', async () => {
    await add();
    await desk.keychain.delete(passwordName('here'));
    await expect(meet()).rejects.toMatchObject({ code: 'E_CONNECTION_NO_PASSWORD' });
  });
});

describe('the catalogue of statements', () => {
  test('is printed for the default reading, another one, and a live schema', async () => {
    const byDefault = await desk.call(listStatements, {});
    expect(byDefault.reading).toBe('brokers-snake');
    const insert = byDefault.statements.find(({ name }) => name === 'pooled.insert-tenant');
    expect(insert?.sql).toContain('insert into "public"."brokers"');
    expect(insert?.digest).toMatch(/^[0-9a-f]{64}$/);
    const names = byDefault.statements.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('console.begin-writing');
    const camel = await desk.call(listStatements, { reading: 'bare-camel' });
    expect(camel.statements.some(({ sql }) => sql.includes('broker_id'))).toBe(false);
    await add();
    const live = await desk.call(listStatements, { connection: 'here' });
    expect(live.statements).toEqual(byDefault.statements);
    await expect(desk.call(listStatements, { reading: 'klingon' })).rejects.toMatchObject({
      code: 'E_INVALID_INPUT',
    });
  });

  test('is everything that reaches the server, by the log of the server', async () => {
    await add();
    const name = portal().database.database;
    await query(`alter role tenant_console in database "${name}" set log_statement = 'all'`);
    await meet();
    await desk.call(examineConnection, { name: 'here' });
    await query(`alter role tenant_console in database "${name}" reset log_statement`);
    const { statements } = await desk.call(listStatements, { connection: 'here' });
    const listed = new Set(statements.map(({ sql }) => sql));
    const seen = await loggedStatements();
    expect(seen.length).toBeGreaterThan(15);
    expect(seen.filter((sql) => !listed.has(sql))).toEqual([]);
  });
});

/** What the server says it was asked to run: one record a statement, line breaks indented. */
async function loggedStatements(): Promise<readonly string[]> {
  const log = await readFile(join(inject('postgres').directory, 'postgres.log'), 'utf8');
  const records = log.split(/^(?=\d{4}-\d\d-\d\d \d\d:)/m);
  const asked = records.map((record) => / LOG: {2}(?:execute [^:]*|statement): ([^]*)$/.exec(record)?.[1]);
  return asked.filter((sql) => sql !== undefined).map((sql) => sql.trimEnd().replaceAll('\n\t', '\n'));
}
