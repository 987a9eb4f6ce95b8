import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Console } from '../../../src/main/compose.ts';
import { verifyLedger } from '../../../src/shared/contract/ledger.contract.ts';
import { rollbackRun } from '../../../src/shared/contract/runs.contract.ts';
import type { RunView } from '../../../src/shared/model/run.ts';
import { newBroker } from '../../helpers/broker.ts';
import {
  closeConsoles,
  connectedConsole,
  openTestConsole,
  provision,
  resume,
  stepOf,
  stoppedAt,
} from '../../helpers/console.ts';
import { startCuttingProxy, type CuttingProxy, type WireMessage } from '../../helpers/cutting-proxy.ts';
import { startMortalCluster, type MortalCluster } from '../../helpers/mortal-cluster.ts';
import { noPgBouncer, startPgBouncer } from '../../helpers/pgbouncer.ts';
import { startTestPortal, type TestPortal } from '../../helpers/sandbox.ts';
import { describeUnless } from '../../helpers/skip.ts';
import { story } from './story.ts';
import { tenantRows } from './tenant-rows.ts';

const CREATE = 'pooled.create-tenant';
const patience = { connectMs: 1_000, lockMs: 1_000, graceMs: 500, commitMs: 1_000 };

let postgres: MortalCluster;
let portal: TestPortal;
let proxy: CuttingProxy;
/** Where the console's way to the database leads now. */
let way: { port: number };

closeConsoles();
beforeAll(async () => {
  postgres = await startMortalCluster();
  portal = await startTestPortal({ cluster: postgres.cluster });
  way = { port: portal.database.port };
  proxy = await startCuttingProxy(way);
});
afterAll(async () => {
  await proxy.close();
  await portal.close();
  await postgres.close();
});
beforeEach(() => {
  proxy.decide = () => 'pass';
  way.port = portal.database.port;
});

const deskOn = (options: Parameters<typeof connectedConsole>[2] = {}): Promise<Console> => {
  const nowhere = { url: 'http://127.0.0.1:1', canaryTenantId: portal.canary.brokerId };
  return connectedConsole(portal, { portal: nowhere, port: proxy.port }, { patience, ...options });
};

const sends = (text: string, { direction, type, body }: WireMessage): boolean =>
  direction === 'to-server' && type === 'P' && body.includes(text);
const saysCommitted = ({ direction, type, body }: WireMessage): boolean =>
  direction === 'to-client' && type === 'C' && body.includes('COMMIT');

/** Once the broker is being created: at the first message that `is` so, `happens`, and the message is held back for a while. */
function whileCreating(is: (message: WireMessage) => boolean, happens: () => unknown, delayMs = 0): void {
  let [creating, happened] = [false, false];
  proxy.decide = (message) => {
    creating ||= sends('"audited"', message);
    if (happened || !creating || !is(message)) return 'pass';
    happened = true;
    happens();
    return delayMs === 0 ? 'cut' : { delayMs };
  };
}

/** One broker, whole, or nothing; the log holds. */
async function expectOne(console: Console, run: RunView): Promise<void> {
  const { brokers, users, templates, calendar, audit } = await tenantRows(portal, run.tenantId);
  expect([brokers, users, templates, calendar].map(({ length }) => length)).toEqual([1, 1, 4, 4]);
  expect(audit.filter(({ action }) => action === 'broker.provisioned')).toHaveLength(1);
  expect(await console.call(verifyLedger, {})).toMatchObject({ ok: true });
}
const hasNothing = async ({ tenantId }: RunView): Promise<boolean> => {
  const { brokers, users } = await tenantRows(portal, tenantId);
  return brokers.length + users.length === 0;
};

describe('a server that dies while COMMIT is in flight', () => {
  test('after it was done: the doubt stays while the server is away, and ends by looking when it is back', async () => {
    const console = await deskOn();
    let died: Promise<void> | undefined;
    whileCreating(saysCommitted, () => (died = postgres.die()));
    const run = await provision(console, newBroker());
    await died;
    expect(run, stoppedAt(run)).toMatchObject({ state: 'in-doubt' });
    await expect(resume(console, run)).rejects.toMatchObject({ code: 'E_DB_UNREACHABLE' });
    await postgres.start();
    const seen = await resume(console, run);
    expect(stepOf(seen, CREATE).state).toBe('already-done');
    expect(await story(console, run, CREATE)).toEqual([
      ...['step.intended', 'step.in-doubt E_COMMIT_IN_DOUBT', 'step.in-doubt E_DB_UNREACHABLE'],
      'step.done observed',
    ]);
    await expectOne(console, run);
  });

  test('at whatever moment of it: one broker in the end, and never two', async () => {
    const console = await deskOn();
    for (const delayMs of [1, 4, 12]) {
      let died: Promise<void> | undefined;
      // COMMIT leaves for the server and the server's end comes after it by so many milliseconds.
      whileCreating(
        (message) => sends('\0commit\0', message),
        () => (died = delay(delayMs).then(postgres.die)),
        3,
      );
      const run = await provision(console, newBroker());
      await died;
      await postgres.start();
      proxy.decide = () => 'pass';
      const seen = await resume(console, run);
      expect(stoppedAt(seen)).toBe('pooled.probe-isolation E_PORTAL_UNREACHABLE');
      await expectOne(console, run);
    }
  });
});

describe('a failover to a copy that lags behind', () => {
  test('before the doubt was ended: what the copy shows counts, and the broker is made there', async () => {
    const copy = await postgres.copy();
    const console = await deskOn();
    whileCreating(saysCommitted, () => (way.port = copy));
    const run = await provision(console, newBroker());
    // Right after the doubt the console looked, and looked at the copy.
    expect(await story(console, run, CREATE)).toEqual([
      ...['step.intended', 'step.in-doubt E_COMMIT_IN_DOUBT', 'step.observed absent'],
      'step.failed E_COMMIT_IN_DOUBT',
    ]);
    expect(stepOf(await resume(console, run), CREATE).state).toBe('done');
    // Its predecessor never comes back; what it had is nobody's any more.
    way.port = portal.database.port;
    expect(await hasNothing(run)).toBe(false);
  });

  test('after the log says that it was made: a rollback takes away what is there, which is nothing, and says so', async () => {
    const copy = await postgres.copy();
    const console = await deskOn();
    const run = await provision(console, newBroker());
    expect(stepOf(run, CREATE).state).toBe('done');
    way.port = copy;
    const back = await console.call(rollbackRun, { runId: run.runId, reason: 'the copy does not know it' });
    expect(back, stoppedAt(back)).toMatchObject({ state: 'rolled-back' });
    expect((await story(console, run, CREATE)).at(-1)).toBe('step.undone');
  });
});

describeUnless(noPgBouncer, 'a pooler that is killed', () => {
  test('while COMMIT is answered: another one is started, and the doubt ends by looking through it', async () => {
    const { consoleUser: user, consolePassword: password, port } = portal.database;
    const target = { port, users: [{ user, password }] };
    const first = await startPgBouncer(target);
    onTestFinished(first.stop);
    way.port = first.port;
    const console = await deskOn();
    let killed: Promise<void> | undefined;
    whileCreating(saysCommitted, () => (killed = first.kill()));
    const run = await provision(console, newBroker());
    await killed;
    expect(run, stoppedAt(run)).toMatchObject({ state: 'in-doubt' });
    const second = await startPgBouncer(target);
    onTestFinished(second.stop);
    way.port = second.port;
    expect(stepOf(await resume(console, run), CREATE).state).toBe('already-done');
    await expectOne(console, run);
  });
});

describe('a table that somebody else holds', () => {
  /** Runs `work` while nobody can write to the brokers. */
  const whileHeld = <T>(work: () => Promise<T>): Promise<T> =>
    portal.db.transaction().execute(async (tx) => {
      await sql`lock table brokers in exclusive mode`.execute(tx);
      return work();
    });

  test('lets the statement time out: no doubt, nothing there, and it is tried again', async () => {
    const console = await deskOn();
    const run = await whileHeld(() => provision(console, newBroker()));
    expect(stoppedAt(run)).toBe(`${CREATE} E_DB_TIMEOUT`);
    expect(await hasNothing(run)).toBe(true);
    expect(stepOf(await resume(console, run), CREATE).state).toBe('done');
    expect(await story(console, run, CREATE)).toEqual([
      ...['step.intended', 'step.failed E_DB_TIMEOUT', 'step.intended', 'step.done applied'],
    ]);
    await expectOne(console, run);
  });

  test('and an operator who does not want to wait stops the step: nothing there, and it goes on later', async () => {
    const stop = new AbortController();
    const console = await deskOn({ signal: stop.signal });
    const isWaiting = (message: WireMessage) => sends('"audited"', message);
    whileCreating(isWaiting, () => setTimeout(() => stop.abort(new Error('enough')), 150), 1);
    const run = await whileHeld(() => provision(console, newBroker()));
    expect(stoppedAt(run)).toBe(`${CREATE} E_CANCELLED`);
    expect(await hasNothing(run)).toBe(true);
    const later = await openTestConsole({ home: console.home, patience });
    expect(stepOf(await resume(later, run), CREATE).state).toBe('done');
    await expectOne(later, run);
  });

  test('stopping comes too late for a COMMIT: it is waited for, and nothing is in doubt', async () => {
    const stop = new AbortController();
    const console = await deskOn({ signal: stop.signal });
    whileCreating(saysCommitted, () => stop.abort(new Error('enough')), 200);
    const run = await provision(console, newBroker());
    expect(await story(console, run, CREATE)).toEqual(['step.intended', 'step.done applied']);
    expect(stoppedAt(run)).toMatch(/^pooled\.probe-isolation E_(CANCELLED|PORTAL_UNREACHABLE)$/);
    await expect(console.call(verifyLedger, {})).rejects.toMatchObject({ code: 'E_CANCELLED' });
    await expectOne(await openTestConsole({ home: console.home, patience }), run);
  });
});
