import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { provisionPooled } from '../../../src/main/tenancy/pooled/provision.runbook.ts';
import type { FailPoint } from '../../../src/main/ports/fail-points.port.ts';
import { showLedger, verifyLedger } from '../../../src/shared/contract/ledger.contract.ts';
import { scanOrphans } from '../../../src/shared/contract/reconcile.contract.ts';
import { listRuns, resumeRun, showRun } from '../../../src/shared/contract/runs.contract.ts';
import { stopSandbox } from '../../../src/shared/contract/sandbox.contract.ts';
import { searchTenants } from '../../../src/shared/contract/tenants.contract.ts';
import type { StepView } from '../../../src/shared/model/step.ts';
import { answerAll, inHome, provision, settle } from '../../helpers/console-home.ts';
import { broker, intakeOf } from '../../helpers/console-journey.ts';
import { MortalHost } from '../../helpers/mortal-host.ts';

type Place = { readonly id: string; readonly moment: FailPoint; readonly leaves: StepView['state'] };

/** Intended and not done; done and not written down. */
const applied = ['engine.before-apply', 'engine.after-apply'] as const;

/** Found done when it is looked at: the check of isolation has done it, so it is never intended. */
const found = ['pooled.verify-access'];
const looked = ['engine.before-observe', 'engine.after-observe'] as const;

/** One moment of each step, by turns: every moment of every step is tried one layer below, without a host. */
const places = provisionPooled.steps.map(({ id }, at): Place => {
  const isFound = found.includes(id);
  const moment = (isFound ? looked : applied)[at % 2] ?? 'engine.before-apply';
  return { id, moment, leaves: isFound ? 'not-run' : 'in-doubt' };
});

describe('a host that is killed in the middle of every step of one provisioning', () => {
  let home = '';
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'killed-'));
    await inHome(home, settle);
  });
  afterAll(async () => {
    await inHome(home, (console) => console.call(stopSandbox, {}));
    rmSync(home, { recursive: true, force: true });
  });

  /** Takes the one run of this home on, or opens it, until it ends or the host dies. */
  async function goOn(host: MortalHost) {
    const [run] = await host.call(listRuns, {});
    if (run === undefined) return provision(host, intakeOf(broker(1)));
    return answerAll(host, await host.call(resumeRun, { runId: run.runId }));
  }

  test.each(places)('dies at $moment of $id and leaves it $leaves', async ({ id, moment, leaves }) => {
    await using host = await MortalHost.open(home, `${moment} ${id}`);
    await expect(goOn(host)).rejects.toThrow(/hang up|ECONNRESET/);
    expect(await host.ended).toBe('SIGKILL');
    const { steps } = await inHome(home, async (console) => {
      const [run] = await console.call(listRuns, {});
      return console.call(showRun, { runId: run?.runId ?? '' });
    });
    const at = steps.findIndex((step) => step.id === id);
    expect(steps.map(({ state }) => state.replace('already-', ''))).toEqual(
      steps.map((_, place) => (place < at ? 'done' : place === at ? leaves : 'not-run')),
    );
  });

  test('goes through once nobody kills it, each step done once, nothing doubled and nothing left over', async () => {
    await using host = await MortalHost.open(home);
    const run = await goOn(host);
    expect(run).toMatchObject({ state: 'completed', stepsDone: provisionPooled.steps.length });
    const { entries } = await host.call(showLedger, { runId: run.runId, limit: 1000 });
    const done = entries.filter(({ type }) => type === 'step.done').map(({ data }) => data['step']);
    expect(done).toEqual(provisionPooled.steps.map(({ id }) => id));
    expect(await host.call(searchTenants, {})).toMatchObject({ total: 1 });
    expect(await host.call(scanOrphans, { connection: 'sandbox' })).toMatchObject({ found: 0 });
    expect(await host.call(verifyLedger, {})).toMatchObject({ ok: true });
  });
});
