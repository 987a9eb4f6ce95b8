import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { RunView } from '../../../src/shared/model/run.ts';
import { inHome, shortenCheck } from '../../helpers/console-home.ts';
import { escapeSequence } from '../../helpers/terminal.ts';
import { handOverAnswer, jsonFile, sampleIntake } from './sample-intake.ts';
import { useTenantctl } from './tenantctl.ts';

const tenantctl = useTenantctl();
const provision = ['provision', '--connection', 'sandbox'];

beforeAll(async () => {
  const started = await tenantctl().json(['sandbox', 'start', '--seed-tenants', '3']);
  expect(started).toMatchObject({
    code: 0,
    value: { state: 'running', connection: 'sandbox', seededTenants: 3 },
  });
  await inHome(tenantctl().home, shortenCheck);
});

describe('a broker, from the intake file to the certificate-worthy log', () => {
  const intake = sampleIntake(1);
  let run: RunView;

  test('--plan says what would be done and does nothing', async () => {
    const file = jsonFile(tenantctl().home, 'broker.json', intake);
    const { code, value } = await tenantctl().json([...provision, '--input', file, '--plan']);
    expect(code).toBe(0);
    expect(value).toMatchObject({ digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
    expect(await tenantctl().json(['runs', 'list'])).toEqual({ code: 0, value: [] });
  });

  test('--yes takes the run as far as a person is needed: exit 4, waiting for the hand-over', async () => {
    const stdin = JSON.stringify(intake);
    const { code, value } = await tenantctl().json([...provision, '--input', '-', '--yes'], { stdin });
    run = value as RunView;
    expect(code).toBe(4);
    expect(value).toMatchObject({
      state: 'waiting',
      prompt: { stepId: 'pooled.hand-over', canReveal: true },
      error: { code: 'E_ANSWER_NEEDED', details: { step: 'pooled.hand-over' } },
    });
  });

  test('resuming with the answer in a file completes it', async () => {
    const answers = { 'pooled.hand-over': await handOverAnswer(intake) };
    const file = jsonFile(tenantctl().home, 'answer.json', { answers });
    const resumed = await tenantctl().json(['runs', 'resume', run.runId, '--answer', file, '--yes']);
    expect(resumed).toMatchObject({
      code: 0,
      value: { runId: run.runId, state: 'completed', stepsDone: 13 },
    });
    expect(readdirSync(join(tenantctl().home, 'hand-over'))).toHaveLength(1);
  });

  test('a completed run can neither be resumed nor go unseen', async () => {
    const { code, value } = await tenantctl().json(['runs', 'resume', run.runId]);
    expect({ code, value }).toMatchObject({ code: 1, value: { error: { code: 'E_RUN_CLOSED' } } });
    expect((await tenantctl().json(['runs', 'list', '--state', 'completed'])).value).toMatchObject([
      { runId: run.runId },
    ]);
  });

  test('in a pipe people get words without colours, and progress is kept to terminals', async () => {
    const { code, out, err } = await tenantctl().run(['runs', 'show', run.runId]);
    expect(code).toBe(0);
    expect(err).toBe('');
    expect(out).toContain('Hand the credentials over');
    expect(out).not.toMatch(escapeSequence);
  });

  test('the ledger is whole, and gives proofs and tiles', async () => {
    const { home, json, run: words } = tenantctl();
    const { code, value } = await json(['ledger', 'verify']);
    expect({ code, value }).toMatchObject({ code: 0, value: { ok: true, pinned: 'matches' } });
    expect((await words(['ledger', 'key'])).out).toMatch(/^\S+\+[0-9a-f]{8}\+\S+\n$/);
    expect((await words(['ledger', 'proof', '--entry', '3'])).out).toMatch(
      /^c2sp\.org\/tlog-proof@v1\nindex 3\n/,
    );
    expect((await words(['ledger', 'proof', '--entry', '99999'])).code).toBe(3);
    const dir = join(home, 'exported');
    expect(await json(['ledger', 'export', dir])).toMatchObject({ code: 0, value: { dir } });
    expect(readFileSync(join(dir, 'checkpoint'), 'utf8')).toBe((await words(['ledger', 'checkpoint'])).out);
  });

  test('the same broker again is refused, and nothing is done', async () => {
    const stdin = JSON.stringify(intake);
    const { code, value } = await tenantctl().json([...provision, '--input', '-', '--yes'], { stdin });
    expect(code).toBe(1);
    expect(value).toMatchObject({ state: 'failed', error: { code: 'E_DUPLICATE_TENANT' } });
  });
});

test('a run that stopped is taken back once a reason is given', async () => {
  const stdin = JSON.stringify(sampleIntake(2));
  const { json } = tenantctl();
  const { value } = await json([...provision, '--input', '-', '--yes'], { stdin });
  const { runId } = value as RunView;
  const unattended = await json(['rollback', runId]);
  expect(unattended).toMatchObject({ code: 4, value: { error: { code: 'E_ANSWER_NEEDED' } } });
  const rolledBack = await json(['rollback', runId, '--reason', 'wrong firm', '--yes']);
  expect(rolledBack).toMatchObject({ code: 0, value: { state: 'rolled-back' } });
});

test('of two processes that provision the same broker at once exactly one wins', async () => {
  const intake = { ...sampleIntake(3), handOver: await handOverAnswer(sampleIntake(3)) };
  const once = () =>
    tenantctl().json([...provision, '--input', '-', '--yes'], { stdin: JSON.stringify(intake) });
  const both = await Promise.all([once(), once()]);
  const codes = both.map(({ code }) => code).toSorted();
  expect(codes, JSON.stringify(both)).toEqual([0, 1]);
  const loser = both.find(({ code }) => code === 1)?.value as RunView & {
    readonly error: { readonly code: string };
  };
  // Whoever loses between reading the plan and approving it sees that the plan is not the one that was read.
  expect(['E_DUPLICATE_TENANT', 'E_PLAN_DRIFT']).toContain(loser.error.code);
  const again = await tenantctl().json(['runs', 'resume', loser.runId, '--yes']);
  expect(again).toMatchObject({ code: 1, value: { state: 'failed', error: { code: 'E_DUPLICATE_TENANT' } } });
});

test('whoever reads may go away without stopping the run', () => {
  const { home } = tenantctl();
  const shell = `"${process.execPath}" src/main/hosts/cli/index.ts --home "${home}" ledger show --limit 1000 | head -1`;
  const { stdout, stderr } = spawnSync('sh', ['-c', shell], { encoding: 'utf8' });
  expect(stdout).toMatch(/^entry +time/);
  expect(stderr).toBe('');
});

test('no defect was met on the way', () => {
  expect(existsSync(join(tenantctl().home, 'logs', 'defects.log'))).toBe(false);
});
