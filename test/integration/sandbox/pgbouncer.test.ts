import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { noPgBouncer, startPgBouncer, type PgBouncer } from '../../helpers/pgbouncer.ts';
import { usePortal } from '../../helpers/sandbox.ts';
import { describeUnless } from '../../helpers/skip.ts';

describeUnless(noPgBouncer, 'PgBouncer in front of the sandbox', () => {
  const portal = usePortal();
  let bouncer: PgBouncer;

  beforeAll(async () => {
    const { port, ownerUser: user, ownerPassword: password } = portal().database;
    bouncer = await startPgBouncer({ port, users: [{ user, password }], poolSize: 1 });
  });
  afterAll(() => bouncer.stop());

  test('pools by transaction: two clients at once share one server session', async () => {
    const { database, ownerUser: user, ownerPassword: password } = portal().database;
    const clients = [1, 2].map(
      () => new pg.Client({ host: bouncer.host, port: bouncer.port, database, user, password }),
    );
    await Promise.all(clients.map((client) => client.connect()));
    const sessions = await Promise.all(
      clients.map((client) => client.query<{ pid: number }>('select pg_backend_pid() as pid')),
    );
    await Promise.all(clients.map((client) => client.end()));
    expect(new Set(sessions.map(({ rows }) => rows[0]?.pid)).size).toBe(1);
  });

  test('refuses a wrong password', async () => {
    const { database, ownerUser: user } = portal().database;
    const client = new pg.Client({
      host: bouncer.host,
      port: bouncer.port,
      database,
      user,
      password: 'wrong',
    });
    await expect(client.connect()).rejects.toThrow();
  });
});
