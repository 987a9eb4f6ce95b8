import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '../../../src/main/adapters/system/system-clock.adapter.ts';
import { verifyLedger } from '../../../src/shared/contract/ledger.contract.ts';
import { rollbackRun } from '../../../src/shared/contract/runs.contract.ts';
import { auditJourney } from '../../faults/audit-journey.ts';
import { broker } from '../../faults/brokers.ts';
import { ConsoleProcess } from '../../faults/console-process.ts';
import { settle } from '../../faults/deployment.ts';
import { goForward, takeBack } from '../../faults/journey.ts';
import { founding } from '../../faults/provisioning.ts';
import { clean } from '../../faults/verdict.ts';
import { newBroker } from '../../helpers/broker.ts';
import { closeConsoles, connectedConsole, provision, stoppedAt } from '../../helpers/console.ts';
import { startCuttingProxy, type CuttingProxy, type WireMessage } from '../../helpers/cutting-proxy.ts';
import { useQuickProfile } from '../../helpers/quick-profile.ts';
import { usePortal } from '../../helpers/sandbox.ts';
import { story } from './story.ts';
import { tenantRows } from './tenant-rows.ts';

const portal = usePortal();
const quickly = useQuickProfile();
closeConsoles();

const CREATE = 'pooled.create-tenant';
const HOUR_MS = 3_600_000;

/** The wall clock jumps before each effect; to and fro by nine hours when `stepMs` is 0. */
function jumping(stepMs: number) {
  let offsetMs = 0;
  const jump = () => (offsetMs = stepMs === 0 ? 9 * HOUR_MS - offsetMs : offsetMs + stepMs);
  const failPoints = {
    reach: (name: string) => {
      if (name === 'engine.before-apply') jump();
    },
  };
  const now = () => new Date(systemClock.now().getTime() + offsetMs);
  return { failPoints, clock: { ...systemClock, now } };
}

describe('a wall clock that jumps at every step', () => {
  const nowhere = () => ({
    portal: { url: 'http://127.0.0.1:1', canaryTenantId: portal().canary.brokerId },
  });

  test.each([
    ['forward', 5 * HOUR_MS],
    ['back', -5 * HOUR_MS],
  ])('%s: the broker is made and taken back, and the log holds', async (_, stepMs) => {
    const console = await connectedConsole(portal(), nowhere(), jumping(stepMs));
    const run = await provision(console, newBroker());
    expect((await tenantRows(portal(), run.tenantId)).brokers).toHaveLength(1);
    const back = await console.call(rollbackRun, { runId: run.runId, reason: 'tried enough' });
    expect(back.state).toBe('rolled-back');
    expect((await tenantRows(portal(), run.tenantId)).brokers).toEqual([]);
    expect(await console.call(verifyLedger, {})).toMatchObject({ ok: true });
  });

  test('to and fro: the run is completed, isolation suite and all', async () => {
    const console = await connectedConsole(portal(), quickly(portal()), jumping(0));
    const run = await provision(console, newBroker());
    expect(run.state, stoppedAt(run)).toBe('completed');
    expect(await console.call(verifyLedger, {})).toMatchObject({ ok: true });
  });
});

describe('a laptop whose lid is closed in the middle of a step', () => {
  const folder = mkdtempSync(join(tmpdir(), 'asleep-'));
  const patience = { connectMs: 1_000, lockMs: 1_000, idleMs: 500, commitMs: 300, graceMs: 200 };
  let proxy: CuttingProxy;
  let laptop: ConsoleProcess;

  beforeAll(async () => {
    proxy = await startCuttingProxy(portal().database);
    laptop = new ConsoleProcess(folder);
    await laptop.open({ home: join(folder, 'home'), patience });
    await settle(laptop, portal(), { folder, port: proxy.port });
  });
  afterAll(async () => {
    await laptop.kill();
    await proxy.close();
    rmSync(folder, { recursive: true, force: true });
  });

  let brokers = 0;
  /** As many answers as there are questions before the broker is made, and one more attempt. */
  const TURNS = 4;

  /** Longer than the server waits for a transaction, and than the console for an answer. */
  const NIGHT_MS = 2_500;

  /** Sleeps from the first message on that `is` so, once the broker is being created. */
  function sleepAt(is: (message: WireMessage) => boolean): Promise<undefined> {
    const woken = Promise.withResolvers<undefined>();
    let [creating, asleep] = [false, false];
    proxy.decide = (message) => {
      creating ||= message.type === 'P' && message.body.includes('"audited"');
      if (asleep || !creating || !is(message)) return 'pass';
      asleep = true;
      laptop.freeze();
      void delay(NIGHT_MS).then(() => {
        laptop.thaw();
        woken.resolve(undefined);
      });
      return 'pass';
    };
    return woken.promise;
  }

  const moments: readonly (readonly [string, (message: WireMessage) => boolean, RegExp])[] = [
    [
      'before it has sent COMMIT',
      ({ type, body }) => type === 'P' && body.includes('"audited"'),
      /^step\.intended > step\.failed E_DB_(CONNECTION_LOST|TIMEOUT) > step\.intended > step\.done applied$/,
    ],
    [
      'while COMMIT is answered',
      ({ direction, type, body }) => direction === 'to-client' && type === 'C' && body.includes('COMMIT'),
      // Which it is depends on whether the answer or the end of patience is met first on waking.
      /^step\.intended > (step\.in-doubt E_COMMIT_IN_DOUBT > step\.done observed|step\.done applied)$/,
    ],
  ];

  test.each(moments)(
    '%s: what happened is looked at after waking, and there is one broker',
    async (_, is, told) => {
      const of = broker((brokers += 1));
      const journey = founding(portal(), of);
      const woken = sleepAt(is);
      await goForward(laptop, journey, TURNS);
      await woken;
      proxy.decide = () => 'pass';
      const run = await goForward(laptop, journey, TURNS);
      expect(stoppedAt(run)).toBe('pooled.probe-isolation E_PORTAL_UNREACHABLE');
      const rows = await tenantRows(portal(), of.tenantId);
      expect([rows.brokers.length, rows.users.length, rows.templates.length]).toEqual([1, 1, 4]);
      expect((await story(laptop, run, CREATE)).join(' > ')).toMatch(told);
      await takeBack(laptop, journey);
      expect(await auditJourney(laptop, journey, 'rolled-back')).toEqual(clean);
    },
  );
});
