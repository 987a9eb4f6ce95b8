import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import {
  addConnection,
  examineConnection,
  testConnection,
} from '../../../src/shared/contract/connections.contract.ts';
import type { Connection } from '../../../src/shared/model/connection.ts';
import { freePort } from '../../../src/sandbox/loopback.ts';
import { asSuperuser } from '../../../src/sandbox/postgres/portal-cluster.ts';
import { ConnectionDesk, connectionTo } from '../../helpers/connections.ts';
import { noPgBouncer, startPgBouncer } from '../../helpers/pgbouncer.ts';
import { usePortal } from '../../helpers/sandbox.ts';
import { testUnless } from '../../helpers/skip.ts';

const portal = usePortal();
let desk: ConnectionDesk;
beforeEach(() => {
  desk = new ConnectionDesk();
});

type Secrets = {
  readonly password?: string;
  readonly mailKey?: string | undefined;
  readonly objectsKey?: string | undefined;
};

async function examine(change: Partial<Connection> = {}, secrets: Secrets = {}) {
  const { password = portal().database.consolePassword, mailKey = 'key', objectsKey = 'token' } = secrets;
  const connection = connectionTo(portal(), change);
  await desk.call(addConnection, {
    connection,
    password,
    ...('mailKey' in secrets && !secrets.mailKey ? {} : { mailKey }),
    ...('objectsKey' in secrets && !secrets.objectsKey ? {} : { objectsKey }),
  });
  return desk.call(examineConnection, { name: connection.name });
}

type Diagnosis = Awaited<ReturnType<typeof examine>>;
const verdicts = ({ findings }: Diagnosis) =>
  Object.fromEntries(findings.map(({ id, verdict }) => [id, verdict]));
const finding = ({ findings }: Diagnosis, id: string) => findings.find((one) => one.id === id)!;
const query = (text: string) =>
  asSuperuser(inject('postgres'), portal().database.database, (client) => client.query(text));

const label = (environment: string) =>
  query(`comment on database "${portal().database.database}" is 'environment=${environment}'`);
afterEach(() => label('sandbox'));

const healthy = {
  ...{
    keychain: 'ok',
    reachability: 'ok',
    tls: 'ok',
    authentication: 'ok',
    environment: 'ok',
    schema: 'ok',
    role: 'ok',
  },
  ...{ clock: 'ok', pooling: 'ok', 'server-version': 'ok', canary: 'ok', portal: 'ok', mail: 'ok' },
  objects: 'ok',
};

test('finds nothing wrong with a connection as the sandbox makes it, and prints the grants', async () => {
  const diagnosis = await examine();
  expect(verdicts(diagnosis)).toEqual(healthy);
  expect(finding(diagnosis, 'pooling').words).toBe('No pooler in between.');
  expect(finding(diagnosis, 'environment').words).toContain('not met before');
  expect(diagnosis.grants).toContain('GRANT USAGE ON SCHEMA "public" TO "tenant_console"');
  expect(desk.log.all.map(({ type }) => type)).toEqual(['connection.added']);
});

test('everything that is not in order says what to do', async () => {
  const bad = [
    await examine({ port: await freePort() }),
    await examine({ database: 'postgres' }),
    await examine({ portal: undefined, mail: undefined, objects: undefined }),
    await examine({ environment: 'production' }),
  ];
  for (const { findings } of bad) {
    for (const { verdict, fix, words } of findings) {
      expect(words.length).toBeGreaterThan(10);
      if (verdict === 'refused' || verdict === 'warning') expect(fix?.length).toBeGreaterThan(20);
    }
  }
});

test('says how far it came when a server is away', async () => {
  const diagnosis = await examine({ port: await freePort() });
  expect(verdicts(diagnosis)).toMatchObject({
    keychain: 'ok',
    reachability: 'refused',
    tls: 'unknown',
    authentication: 'unknown',
    canary: 'unknown',
    portal: 'ok',
  });
  expect(finding(diagnosis, 'reachability').words).toContain('nothing listens on this port');
});

test('says that the password is wrong, and that the server was reached', async () => {
  const diagnosis = await examine({}, { password: 'wrong' });
  expect(verdicts(diagnosis)).toMatchObject({ reachability: 'ok', tls: 'ok', authentication: 'refused' });
});

test('says that a plain connection to another machine is not allowed', async () => {
  expect(verdicts(await examine({ host: '192.0.2.1' }))).toMatchObject({
    tls: 'refused',
    authentication: 'unknown',
  });
});

test('names what is missing from a schema that is not the portal’s', async () => {
  const diagnosis = await examine({ database: 'postgres' });
  expect(finding(diagnosis, 'schema')).toMatchObject({
    verdict: 'refused',
    words: expect.stringContaining('users') as string,
  });
});

test('names a column that the schema demands and the console does not know', async () => {
  await query(
    `alter table users add column shoe_size int not null default 1; alter table users alter shoe_size drop default`,
  );
  expect(finding(await examine(), 'schema')).toMatchObject({
    verdict: 'warning',
    words: expect.stringContaining('users.shoe_size') as string,
  });
  await query('alter table users drop column shoe_size');
});

test('a role that can do too much is a warning here and refused in production', async () => {
  const owner = { user: 'portal', name: 'owner' };
  const secrets = { password: portal().database.ownerPassword };
  const here = finding(await examine(owner, secrets), 'role');
  expect(here).toMatchObject({
    verdict: 'warning',
    words: expect.stringContaining('owner of table public.users') as string,
  });
  await label('production');
  const production = await examine({ ...owner, environment: 'production' }, secrets);
  expect(verdicts(production)).toMatchObject({ role: 'refused', environment: 'ok' });
});

test('a role that lacks something is refused everywhere', async () => {
  await query('revoke insert on users from tenant_console');
  const found = finding(await examine(), 'role');
  await query('grant insert on users to tenant_console');
  expect(found).toMatchObject({
    verdict: 'refused',
    words: expect.stringContaining('INSERT on public.users') as string,
  });
});

test('an environment that is another one is refused, and it is said in what', async () => {
  const found = finding(await examine({ environment: 'staging' }), 'environment');
  expect(found).toMatchObject({ verdict: 'refused', words: expect.stringContaining('label') as string });
});

test('an environment that was met before is recognised', async () => {
  await examine();
  await desk.call(testConnection, { name: 'here' });
  expect(finding(await desk.call(examineConnection, { name: 'here' }), 'environment').words).toContain(
    'as first met on',
  );
});

test('a canary tenant without data, a portal that is away and missing keys are refused', async () => {
  const url = `http://127.0.0.1:${await freePort()}`;
  const diagnosis = await examine(
    { portal: { url, canaryTenantId: 'brk_nobody' } },
    { mailKey: undefined, objectsKey: undefined },
  );
  const refused = { canary: 'refused', portal: 'refused', mail: 'refused', objects: 'refused' };
  expect(verdicts(diagnosis)).toEqual({ ...healthy, ...refused });
});

test('without portal, mail and file store it warns of what cannot be done', async () => {
  const diagnosis = await examine({ portal: undefined, mail: undefined, objects: undefined });
  const warned = { canary: 'warning', portal: 'warning', mail: 'warning', objects: 'warning' };
  expect(verdicts(diagnosis)).toEqual({ ...healthy, ...warned });
});

test('a throw-away keychain with a connection that is not the sandbox is refused before anything is opened', async () => {
  await examine({ environment: 'staging' });
  Object.assign(desk.keychain, { kind: 'throw-away' });
  const diagnosis = await desk.call(examineConnection, { name: 'here' });
  expect(verdicts(diagnosis)).toMatchObject({ keychain: 'refused', reachability: 'unknown' });
});

testUnless(noPgBouncer, 'a pooler in transaction mode is recognised', async () => {
  const { consoleUser: user, consolePassword: password } = portal().database;
  const pooler = await startPgBouncer({ port: inject('postgres').port, users: [{ user, password }] });
  const diagnosis = await examine({ port: pooler.port });
  await pooler.stop();
  expect(verdicts(diagnosis)).toEqual(healthy);
  expect(finding(diagnosis, 'pooling').words).toContain('transaction mode');
});
