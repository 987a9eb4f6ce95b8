import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { checkedItem } from '../../../src/shared/model/checklist.ts';
import { runStates, type RunSummary } from '../../../src/shared/model/run.ts';
import { stepStates } from '../../../src/shared/model/step.ts';
import { inHome, shortenCheck } from '../../helpers/console-home.ts';
import { escapeSequence } from '../../helpers/terminal.ts';
import { useTenantctl } from './tenantctl.ts';

const tenantctl = useTenantctl();

const step = z.strictObject({ id: z.string(), state: z.enum(stepStates), ms: z.number() });
const report = z.strictObject({
  tenantId: z.string(),
  runs: z.array(z.strictObject({ runbook: z.string(), state: z.enum(runStates), steps: z.array(step) })),
  checklist: z.array(checkedItem),
  isolation: z.strictObject({ probes: z.int(), passed: z.int(), failed: z.int(), inconclusive: z.int() }),
  ledger: z.strictObject({
    entries: z.int(),
    verified: z.boolean(),
    root: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  offboarding: z.looseObject({
    signers: z.array(z.string()),
    exportFile: z.string(),
    certificate: z.looseObject({ file: z.string(), valid: z.literal(true) }),
  }),
  seconds: z.number(),
});

test('the demo does the main job for people, step by step', async () => {
  const { run } = tenantctl();
  const people = await run(['demo']);
  expect(people, people.err).toMatchObject({ code: 0, err: '' });
  expect(people.out).not.toMatch(escapeSequence);
  expect(people.out).toMatch(/✓ Probe isolation as the new administrator +\d+\.\d\d s\n/);
  expect(people.out).toContain('✓ The ledger is whole.');
  const [, handOver = ''] = /^encrypted credentials +(\S+)$/m.exec(people.out) ?? [];
  expect(existsSync(handOver)).toBe(true);
});

test('again, for machines as one object; with --offboard it takes the broker apart, on the signatures of two other homes', async () => {
  const { json, run, home } = tenantctl();
  const { code, value } = await json(['demo', '--offboard']);
  expect(code).toBe(0);
  const { runs, checklist, isolation, ledger, offboarding } = report.parse(value);
  expect(runs.map(({ state }) => state)).toEqual(['completed', 'completed']);
  expect(checklist.map(({ verdict }) => verdict)).toEqual(Array(10).fill('pass'));
  expect(isolation).toMatchObject({ passed: isolation.probes, failed: 0, inconclusive: 0 });
  expect(isolation.probes).toBeGreaterThan(6);
  expect(new Set(offboarding.signers).size).toBe(2);
  expect(existsSync(offboarding.exportFile)).toBe(true);
  const verified = await run(['certificate', 'verify', offboarding.certificate.file]);
  expect(verified.code, verified.err).toBe(0);
  expect((await json(['register', 'list'])).value).toHaveLength(1);

  expect((await json(['sandbox', 'status'])).value).toEqual({ state: 'stopped' });
  const kept = (await json(['runs', 'list'])).value as RunSummary[];
  expect(kept.map(({ state }) => state)).toEqual(['completed', 'completed', 'completed']);
  expect(await json(['ledger', 'verify'])).toMatchObject({ code: 0, value: { ok: true, root: ledger.root } });
  expect(existsSync(join(home, 'logs'))).toBe(false);
});

test('Ctrl-C stops it at a safe point: the run can be resumed, and nothing is left running', async () => {
  const { run, json, home } = tenantctl();
  const { code, err } = await run(['demo'], { interruptAt: '✓ Look for a broker' });
  expect(code).not.toBe(0);
  expect(err).toMatch(/✗ E_[A-Z_]+ .*/);
  expect(err).toMatch(/run_\w{26}/);
  expect((await json(['sandbox', 'status'])).value).toEqual({ state: 'stopped' });
  const [newest] = (await json(['runs', 'list'])).value as RunSummary[];
  expect(newest?.state).not.toBe('completed');
  await json(['sandbox', 'start']);
  await inHome(home, shortenCheck);
  const resumed = await json(['runs', 'resume', newest!.runId, '--yes']);
  expect(resumed, JSON.stringify(resumed)).toMatchObject({ code: 0, value: { state: 'completed' } });
});
