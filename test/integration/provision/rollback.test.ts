import { beforeEach, describe, expect, test } from 'vitest';
import type { Console } from '../../../src/main/compose.ts';
import { planRollback, rollbackRun } from '../../../src/shared/contract/runs.contract.ts';
import type { RunView } from '../../../src/shared/model/run.ts';
import { portalClient, signIn, type PortalClient } from '../../helpers/portal-client.ts';
import { newBroker } from '../../helpers/broker.ts';
import {
  answer,
  closeConsoles,
  confirm,
  connect,
  connectedConsole,
  provision,
  resume,
  stepOf,
  stoppedAt,
} from '../../helpers/console.ts';
import { usePortal } from '../../helpers/sandbox.ts';
import { useQuickProfile } from '../../helpers/quick-profile.ts';
import { actionsOf, rowCounts, tenantRows } from './tenant-rows.ts';

const portal = usePortal();
const quickly = useQuickProfile();
closeConsoles();

let console: Console;
let before: Readonly<Record<string, number>>;
beforeEach(async () => {
  console = await connectedConsole(portal(), quickly(portal()));
  before = await rowCounts(portal());
});

const rollBack = ({ runId }: RunView) =>
  console.call(rollbackRun, { runId, reason: 'it was the wrong firm' });
const nowhere = { portal: { url: 'http://127.0.0.1:1', canaryTenantId: 'brk_none' } };

describe('a run that stopped leaves nothing once it is rolled back, and its broker can be provisioned anew', () => {
  test.each(['attest-checklist', 'approve-plan'])('waiting at %s', async (stop) => {
    const broker = newBroker();
    const back = await rollBack(await provision(console, broker, stop));
    expect(back).toMatchObject({ state: 'rolled-back' });
    expect(await rowCounts(portal())).toEqual(before);
    expect(await provision(console, broker, 'approve-plan')).toMatchObject({ state: 'waiting' });
  });

  test('failed at the check of isolation, because the portal is away, and still away', async () => {
    await connect(console, portal(), {
      portal: { ...nowhere.portal, canaryTenantId: portal().canary.brokerId },
    });
    const broker = newBroker();
    const run = await provision(console, broker);
    expect(stoppedAt(run)).toBe('pooled.probe-isolation E_PORTAL_UNREACHABLE');
    expect(await rollBack(run)).toMatchObject({ state: 'rolled-back' });
    expect(await rowCounts(portal())).toEqual(before);
    expect(actionsOf(await tenantRows(portal(), run.tenantId))).toEqual([
      'broker.provisioned',
      'broker.provisioning_rolled_back',
    ]);
    expect(await provision(console, broker, 'approve-plan')).toMatchObject({ state: 'waiting' });
  });

  test.each([['pooled.hand-over'], ['pooled.complete-checklist'], [undefined]])(
    'waiting at %s, or completed',
    async (stop) => {
      const broker = newBroker();
      const back = await rollBack(await provision(console, broker, stop));
      expect(back, JSON.stringify(back.steps)).toMatchObject({ state: 'rolled-back' });
      expect(await rowCounts(portal())).toEqual(before);
      const states = back.steps.map(({ state }) => state);
      expect(new Set(states)).toEqual(
        new Set(stop === undefined ? ['kept', 'undone'] : ['kept', 'undone', 'not-run']),
      );
      expect(stepOf(back, 'pooled.create-tenant').state).toBe('undone');
      expect(await provision(console, broker, 'approve-plan')).toMatchObject({ state: 'waiting' });
    },
  );

  test('a second time it is refused, because the run has ended', async () => {
    const run = await provision(console, newBroker(), 'approve-plan');
    await rollBack(run);
    await expect(rollBack(run)).rejects.toMatchObject({ code: 'E_RUN_CLOSED' });
    await expect(resume(console, run)).rejects.toMatchObject({ code: 'E_RUN_CLOSED' });
  });
});

describe('what others made below the tenant', () => {
  const chosen = 'a password of the broker’s own';

  /** The broker with the password that was read out to them, after they chose their own. */
  async function brokerAtWork(): Promise<{
    readonly run: RunView;
    readonly email: string;
    readonly client: PortalClient;
  }> {
    const intake = newBroker();
    const { email } = intake.contact;
    let run = await provision(console, intake, 'pooled.hand-over');
    const password = await revealed(run);
    run = await confirm(console, await answer(console, run, intake.handOver));
    const first = await signIn(portal().portal.url, { email, password });
    const change = { currentPassword: password, newPassword: chosen };
    expect((await first.send('POST', '/api/account/password', change)).status).toBeLessThan(300);
    return { run, email, client: await signIn(portal().portal.url, { email, password: chosen }) };
  }

  async function revealed({ runId }: RunView): Promise<string> {
    const { revealSecret } = await import('../../../src/shared/contract/runs.contract.ts');
    return (await console.call(revealSecret, { runId, stepId: 'pooled.hand-over' })).secret;
  }

  test('stops the rollback of a broker at work: nothing of theirs is touched, and their password still opens', async () => {
    const { run, email, client } = await brokerAtWork();
    const made = await client.send('POST', '/api/employers', {
      name: 'Their First Employer',
      registrationNumber: '1',
      contactName: 'A B',
      contactEmail: 'a@b.example',
    });
    expect(made.status).toBe(201);
    const rows = await tenantRows(portal(), run.tenantId);
    expect(await console.call(planRollback, { runId: run.runId })).toMatchObject({ advice: 'off-board' });
    const back = await rollBack(run);
    expect(stoppedAt(back)).toBe('pooled.create-tenant E_ROLLBACK_FOREIGN_DATA');
    expect(await tenantRows(portal(), run.tenantId)).toEqual(rows);
    expect((await signIn(portal().portal.url, { email, password: chosen })).cookie).not.toBe('');
    expect((await portalClient(portal().portal.url, client.cookie).get('/api/employers')).status).toBe(200);
  });

  test('stops the rollback with the counts, also where the run had not come far, and it goes on once they are gone', async () => {
    await connect(console, portal(), {
      portal: { ...nowhere.portal, canaryTenantId: portal().canary.brokerId },
    });
    const run = await provision(console, newBroker());
    const other = {
      id: 'usr_other',
      email: 'other@example.com',
      name: 'O',
      passwordHash: 'x',
      role: 'BrokerUser',
    };
    await portal()
      .db.insertInto('users')
      .values({ ...other, brokerId: run.tenantId })
      .execute();
    const hindrance = { code: 'E_ROLLBACK_FOREIGN_DATA', details: { users: 1, rows: ['users usr_other'] } };
    const { steps } = await console.call(planRollback, { runId: run.runId });
    expect(steps.find(({ step }) => step === 'pooled.create-tenant')).toMatchObject({ hindrance });
    const back = await rollBack(run);
    expect(back).toMatchObject({ state: 'rolling-back' });
    expect(stepOf(back, 'pooled.create-tenant')).toMatchObject({
      state: 'undo-failed',
      code: 'E_ROLLBACK_FOREIGN_DATA',
      details: { users: 1, rows: ['users usr_other'] },
    });
    expect((await tenantRows(portal(), run.tenantId)).users).toHaveLength(2);
    await portal().db.deleteFrom('users').where('id', '=', 'usr_other').execute();
    expect(await resume(console, run)).toMatchObject({ state: 'rolled-back' });
    expect(await console.call(planRollback, { runId: run.runId })).toMatchObject({ advice: 'nothing-to-do' });
    expect(await rowCounts(portal())).toEqual(before);
  });
});
