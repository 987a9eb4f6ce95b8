import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Console } from '../../../src/main/compose.ts';
import { verifyLedger } from '../../../src/shared/contract/ledger.contract.ts';
import { revealSecret, rollbackRun } from '../../../src/shared/contract/runs.contract.ts';
import { startCuttingProxy, type CuttingProxy, type WireMessage } from '../../helpers/cutting-proxy.ts';
import { newBroker } from '../../helpers/broker.ts';
import {
  answer,
  closeConsoles,
  confirm,
  connect,
  connectedConsole,
  openTestConsole,
  provision,
  resume,
  stepOf,
  stoppedAt,
} from '../../helpers/console.ts';
import { signIn } from '../../helpers/portal-client.ts';
import { usePortal } from '../../helpers/sandbox.ts';
import { useQuickProfile } from '../../helpers/quick-profile.ts';
import { story } from './story.ts';
import { rowCounts, tenantRows } from './tenant-rows.ts';

const portal = usePortal();
const quickly = useQuickProfile();
closeConsoles();

const noPortal = () => ({ portal: { url: 'http://127.0.0.1:1', canaryTenantId: portal().canary.brokerId } });

describe('a connection that is lost while the broker is being created', () => {
  let proxy: CuttingProxy;
  let console: Console;
  let before: Readonly<Record<string, number>>;

  beforeAll(async () => {
    proxy = await startCuttingProxy(portal().database);
  });
  afterAll(() => proxy.close());
  beforeEach(async () => {
    proxy.decide = () => 'pass';
    const patience = { graceMs: 500, commitMs: 1_000 };
    console = await connectedConsole(portal(), { ...noPortal(), port: proxy.port }, { patience });
    before = await rowCounts(portal());
  });

  type Moment = (message: WireMessage) => boolean;
  const sends =
    (text: string): Moment =>
    ({ direction, type, body }) =>
      direction === 'to-server' && type === 'P' && body.includes(text);
  const creates = sends('"audited"');
  const commits = sends('\0commit\0');
  const committed: Moment = ({ direction, type, body }) =>
    direction === 'to-client' && type === 'C' && body.includes('COMMIT');

  /** Cuts once, at `moment` of the transaction that creates the broker; for good when the database is to stay away. */
  function cutAt(moment: Moment, staysAway = false): void {
    let [creating, cut] = [false, false];
    proxy.decide = (message) => {
      if (cut) return staysAway ? 'cut' : 'pass';
      creating ||= creates(message);
      cut = creating && moment(message);
      return cut ? 'cut' : 'pass';
    };
  }

  const created = { ...{ brokers: 1, users: 1 }, ...{ email_templates: 4, compliance_calendar: 4 } };
  async function grown(): Promise<Readonly<Record<string, number>>> {
    const after = Object.entries(await rowCounts(portal()));
    const differences = after.map(([table, rows]) => [table, rows - (before[table] ?? 0)] as const);
    return Object.fromEntries(differences.filter(([, difference]) => difference !== 0));
  }

  test('after COMMIT had happened: the doubt ends by looking, and the run goes on', async () => {
    cutAt(committed);
    const run = await provision(console, newBroker());
    expect(stoppedAt(run)).toBe('pooled.probe-isolation E_PORTAL_UNREACHABLE');
    expect(stepOf(run, 'pooled.create-tenant').state).toBe('already-done');
    expect(await story(console, run, 'pooled.create-tenant')).toEqual([
      'step.intended',
      'step.in-doubt E_COMMIT_IN_DOUBT',
      'step.done observed',
    ]);
    expect(await grown()).toEqual(created);
  });

  test('before COMMIT arrived: it is seen that nothing happened, and trying again makes one broker', async () => {
    cutAt(commits);
    const run = await provision(console, newBroker());
    expect(stoppedAt(run)).toBe('pooled.create-tenant E_COMMIT_IN_DOUBT');
    expect(await grown()).toEqual({});
    const again = await resume(console, run);
    expect(stepOf(again, 'pooled.create-tenant').state).toBe('done');
    expect(await story(console, run, 'pooled.create-tenant')).toEqual([
      ...['step.intended', 'step.in-doubt E_COMMIT_IN_DOUBT', 'step.observed absent'],
      ...['step.failed E_COMMIT_IN_DOUBT', 'step.intended', 'step.done applied'],
    ]);
    expect(await grown()).toEqual(created);
  });

  test('before the statement ran: no doubt at all, and nothing is there', async () => {
    cutAt(creates);
    const run = await provision(console, newBroker());
    expect(stoppedAt(run)).toBe('pooled.create-tenant E_DB_CONNECTION_LOST');
    expect(await grown()).toEqual({});
    expect(stepOf(await resume(console, run), 'pooled.create-tenant').state).toBe('done');
  });

  test('and the database stays away: the doubt stays, for another process too, until somebody can look', async () => {
    cutAt(committed, true);
    const run = await provision(console, newBroker());
    expect(run).toMatchObject({ state: 'in-doubt' });
    await expect(resume(console, run)).rejects.toMatchObject({ code: 'E_DB_UNREACHABLE' });
    proxy.decide = () => 'pass';
    const other = await openTestConsole({ home: console.home });
    const seen = await resume(other, run);
    expect(stepOf(seen, 'pooled.create-tenant').state).toBe('already-done');
    expect(await grown()).toEqual(created);
    const back = await other.call(rollbackRun, { runId: run.runId, reason: 'enough of it' });
    expect(back).toMatchObject({ state: 'rolled-back' });
    expect(await grown()).toEqual({});
    expect(await other.call(verifyLedger, {})).toMatchObject({ ok: true });
  });

  test('a rollback in doubt looks first too: what COMMIT left is found and taken back', async () => {
    cutAt(committed, true);
    const run = await provision(console, newBroker());
    proxy.decide = () => 'pass';
    const back = await console.call(rollbackRun, { runId: run.runId, reason: 'not waiting' });
    expect(back).toMatchObject({ state: 'rolled-back' });
    expect(await grown()).toEqual({});
  });
});

describe('a service that is away', () => {
  test('the portal: the run stops before anything is handed over, and is finished when it is back', async () => {
    const console = await connectedConsole(portal(), noPortal());
    const intake = newBroker();
    const run = await provision(console, intake);
    expect(stoppedAt(run)).toBe('pooled.probe-isolation E_PORTAL_UNREACHABLE');
    expect(stepOf(run, 'pooled.send-welcome').state).toBe('not-run');
    await connect(console, portal(), quickly(portal()));
    const waiting = await confirm(console, await resume(console, run), 'pooled.hand-over');
    const { runId } = run;
    const { secret } = await console.call(revealSecret, { runId, stepId: 'pooled.hand-over' });
    expect(await confirm(console, waiting)).toMatchObject({ state: 'completed' });
    const { email } = intake.contact;
    expect((await signIn(portal().portal.url, { email, password: secret })).cookie).not.toBe('');
    const revealed = console.call(revealSecret, { runId, stepId: 'pooled.hand-over' });
    await expect(revealed).rejects.toMatchObject({ code: 'E_NOTHING_TO_REVEAL' });
  });

  test('the mail service: nothing is proven, so no mail is sent, and one when it is back', async () => {
    const mail = { apiUrl: 'http://127.0.0.1:1', from: portal().mail.from };
    const console = await connectedConsole(portal(), { ...quickly(portal()), mail });
    const intake = newBroker();
    const run = await provision(console, intake);
    expect(run, JSON.stringify(run.steps)).toMatchObject({ prompt: { stepId: 'pooled.verify-access' } });
    const sent = () =>
      portal()
        .mail.list()
        .filter(({ to }) => to.includes(intake.contact.email));
    expect(sent()).toEqual([]);
    await connect(console, portal(), quickly(portal()));
    const probed = await answer(console, run, { decision: 'again' });
    expect(await confirm(console, probed), stoppedAt(probed)).toMatchObject({ state: 'completed' });
    expect(sent()).toHaveLength(1);
  });

  test('a run that another process takes up issues a password of its own, and the first one opens nothing', async () => {
    const first = await connectedConsole(portal(), quickly(portal()));
    const intake = newBroker();
    const run = await provision(first, intake, 'pooled.hand-over');
    const reveal = async (console: Console) =>
      (await console.call(revealSecret, { runId: run.runId, stepId: 'pooled.hand-over' })).secret;
    const old = await reveal(first);
    const second = await openTestConsole({ home: first.home });
    const fresh = await reveal(second);
    const opens = async (password: string) =>
      (await signIn(portal().portal.url, { email: intake.contact.email, password })).cookie !== '';
    expect([fresh === old, await opens(fresh), await opens(old)]).toEqual([false, true, false]);
    expect((await tenantRows(portal(), run.tenantId)).users).toMatchObject([{ mustChangePassword: true }]);
  });
});
