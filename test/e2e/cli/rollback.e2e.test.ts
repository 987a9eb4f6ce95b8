import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addConnection, listConnections } from '../../../src/shared/contract/connections.contract.ts';
import type { Reconciliation } from '../../../src/shared/model/orphan.ts';
import type { RunView } from '../../../src/shared/model/run.ts';
import { inHome } from '../../helpers/console-home.ts';
import { insertOrphans } from '../../helpers/insert-orphans.ts';
import { jsonFile, sampleIntake } from './sample-intake.ts';
import { useTenantctl } from './tenantctl.ts';

const tenantctl = useTenantctl();
let database: pg.Client;
let brokers = 0;

beforeAll(async () => {
  const { json, home } = tenantctl();
  expect((await json(['sandbox', 'start', '--seed-tenants', '2'])).code).toBe(0);
  const connection = await inHome(home, async (console) => {
    const [known] = await console.call(listConnections, {});
    // The portal is away: what is made before its check is what a rollback takes away.
    const portal = { ...known!.connection.portal!, url: 'http://127.0.0.1:1' };
    await console.call(addConnection, { connection: { ...known!.connection, portal } });
    return known!.connection;
  });
  const secrets = JSON.parse(readFileSync(join(home, 'sandbox', 'secrets.json'), 'utf8')) as {
    readonly superuserPassword: string;
  };
  const { host, port, database: name } = connection;
  database = new pg.Client({
    ...{ host, port, database: name },
    ...{ user: 'postgres', password: secrets.superuserPassword },
  });
  await database.connect();
});
afterAll(() => database.end());

/** A run that has made its broker and goes no further. */
async function halfMade(): Promise<RunView> {
  const { json, home } = tenantctl();
  const file = jsonFile(home, 'intake.json', sampleIntake((brokers += 1)));
  const { value } = await json(['provision', '--connection', 'sandbox', '--input', file, '--yes']);
  expect(value).toMatchObject({ state: 'failed', error: { code: 'E_PORTAL_UNREACHABLE' } });
  return value as RunView;
}

const rollBack = ({ runId }: RunView, ...more: readonly string[]) =>
  ['rollback', runId, '--yes', '--reason', 'wrong CRO number', ...more] as const;

async function rowsOf({ tenantId }: RunView): Promise<number> {
  const { rows } = await database.query<{ rows: number }>(
    `select ((select count(*) from users where broker_id = $1) + (select count(*) from brokers where id = $1)
      + (select count(*) from email_templates where broker_id = $1))::int as rows`,
    [tenantId],
  );
  return rows[0]!.rows;
}

describe('tenantctl rollback', () => {
  test('shows what it would take away and what stands in its way, and refuses with the list of what others made', async () => {
    const run = await halfMade();
    await database.query(
      `insert into users (id, email, name, role, password_hash, broker_id, must_change_password, created_at, updated_at)
        values ('usr_other', 'other@example.com', 'O', 'BrokerUser', 'x', $1, false, now(), now())`,
      [run.tenantId],
    );
    const hindrance = { code: 'E_ROLLBACK_FOREIGN_DATA', details: { users: 1, rows: ['users usr_other'] } };
    const { json, run: say } = tenantctl();
    const { value: plan } = await json(['rollback', run.runId, '--plan']);
    expect(plan).toMatchObject({ advice: 'roll-back' });
    expect((plan as { steps: readonly object[] }).steps).toContainEqual(
      expect.objectContaining({ hindrance }),
    );
    const refused = await say([...rollBack(run)]);
    expect(refused.code).not.toBe(0);
    expect(refused.out + refused.err).toMatch(/E_ROLLBACK_FOREIGN_DATA[\s\S]*users usr_other/);
    expect(await rowsOf(run)).toBe(7);
    await database.query(`delete from users where id = 'usr_other'`);
    expect(await json([...rollBack(run)])).toMatchObject({ code: 0, value: { state: 'rolled-back' } });
    expect(await rowsOf(run)).toBe(0);
  });

  test('killed in the middle of taking away, goes on when it is called again, and proves that nothing is left', async () => {
    const run = await halfMade();
    await database.query('begin');
    await database.query('lock table email_templates in access exclusive mode');
    const killed = await tenantctl().run([...rollBack(run)], { killAt: somebodyWaits() });
    expect(killed.code).toBeNull();
    await database.query('commit');
    expect(await rowsOf(run)).toBe(6);
    const { json } = tenantctl();
    expect(await json(['runs', 'show', run.runId])).toMatchObject({ value: { state: 'rolling-back' } });
    expect(await json([...rollBack(run)])).toMatchObject({ code: 0, value: { state: 'rolled-back' } });
    expect(await rowsOf(run)).toBe(0);
    expect(await json(['ledger', 'verify'])).toMatchObject({ code: 0, value: { ok: true } });
    expect(await json([...rollBack(run)])).toMatchObject({
      code: 1,
      value: { error: { code: 'E_RUN_CLOSED' } },
    });
  });

  test('of a run that this ledger does not know says so', async () => {
    const { code, value } = await tenantctl().json(['rollback', 'run_01KAB0000000000000000000ZZ', '--plan']);
    expect({ code, value }).toMatchObject({ code: 3, value: { error: { code: 'E_RUN_NOT_FOUND' } } });
  });
});

describe('tenantctl reconcile', () => {
  const found = async () => {
    const { kinds } = (await tenantctl().json(['reconcile'])).value as Reconciliation;
    return Object.fromEntries(kinds.filter((each) => each.found > 0).map((each) => [each.kind, each.found]));
  };

  test('--fix removes what this console made, and leaves what others made to another person’s signature', async () => {
    const kind = 'email-templates-without-broker';
    const run = await halfMade();
    await database.query('set session_replication_role = replica');
    await database.query('delete from brokers where id = $1', [run.tenantId]);
    expect(await found()).toMatchObject({ [kind]: 4 });
    const fix = ['reconcile', '--fix', kind, '--repair', 'remove'];
    const { json } = tenantctl();
    expect(await json([...fix, '--plan'])).toMatchObject({
      code: 0,
      value: { plan: { blastRadius: [{ verb: 'insert' }, { verb: 'delete', count: 4 }, {}, {}] } },
    });
    expect(await json([...fix, '--yes'])).toMatchObject({ code: 0, value: { state: 'completed' } });
    await insertOrphans(database, { variant: 'brokers-snake', count: 1, kinds: [kind] });
    const waiting = await json([...fix, '--yes']);
    expect(waiting).toMatchObject({ code: 4, value: { error: { code: 'E_APPROVAL_MISSING' } } });
    expect(await found()).toMatchObject({ [kind]: 1 });
  });

  test('answers an outage with an error and never with none', async () => {
    const { json, home } = tenantctl();
    await inHome(home, async (console) => {
      const [known] = await console.call(listConnections, {});
      await console.call(addConnection, { connection: { ...known!.connection, port: 1 } });
    });
    const { code, value } = await json(['reconcile']);
    expect(code).not.toBe(0);
    expect(value).toMatchObject({ error: { code: 'E_DB_UNREACHABLE' } });
  });
});

/** Resolves when somebody waits for a lock on the portal's database. */
async function somebodyWaits(): Promise<void> {
  for (let looked = 0; looked < 2400; looked += 1) {
    // Within a transaction the first answer is kept.
    await database.query('select pg_stat_clear_snapshot()');
    const { rowCount } = await database.query(
      `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    );
    if (rowCount !== 0) return;
    await delay(25);
  }
  throw new Error('Nobody waits.');
}
