import { describe, expect, test } from 'vitest';
import { applyEntry } from '../../../../src/renderer/features/run/apply-entry.ts';
import type { JsonObject } from '../../../../src/shared/model/json.ts';
import type { LedgerEntry } from '../../../../src/shared/model/ledger-entry.ts';
import type { RunView } from '../../../../src/shared/model/run.ts';

const runId = 'run_1';
const opened: RunView = {
  runId,
  runbook: 'pooled.provision',
  tenantId: 'brk_1',
  connection: 'sandbox',
  environment: 'sandbox',
  state: 'running',
  operator: 'key',
  openedAt: '2026-11-21T12:00:00.000Z',
  changedAt: '2026-11-21T12:00:00.000Z',
  stepsDone: 0,
  stepsTotal: 2,
  steps: [
    { id: 'one', title: 'One', kind: 'automatic', state: 'not-run' },
    { id: 'two', title: 'Two', kind: 'approve', state: 'not-run' },
  ],
};

const time = '2026-11-21T12:00:05.000Z';
const entry = (type: string, data: JsonObject = {}, of = runId): LedgerEntry => ({
  ...{ index: 7, type, time, data, runId: of },
  actor: 'key',
  leafHash: '',
});

const after = (...entries: readonly LedgerEntry[]): RunView => entries.reduce(applyEntry, opened);
const done = entry('step.done', { step: 'one', how: 'applied', ms: 41, receipt: { rows: 2 } });

describe('a run on the screen', () => {
  test('shows a step running from its intent on', () => {
    const run = after(entry('step.intended', { step: 'one' }));
    expect(run.steps[0]).toMatchObject({ state: 'running', startedAt: time });
    expect(run).toMatchObject({ state: 'running', changedAt: time, stepsDone: 0 });
  });

  test('counts a step that is done, with its time and receipt', () => {
    const run = after(entry('step.intended', { step: 'one' }), done);
    expect(run.steps[0]).toMatchObject({ state: 'done', ms: 41, receipt: { rows: 2 } });
    expect(run.stepsDone).toBe(1);
  });

  test('tells apart what this run did and what it found done', () => {
    const found = entry('step.done', { step: 'one', how: 'observed', ms: 3, receipt: {} });
    expect(after(found)).toMatchObject({ stepsDone: 1, steps: [{ state: 'already-done' }, {}] });
  });

  test('waits when a step waits', () => {
    expect(after(done, entry('step.waiting', { step: 'two' }))).toMatchObject({
      state: 'waiting',
      steps: [{ state: 'done' }, { state: 'waiting' }],
    });
  });

  test('keeps the code, the words and the facts of a failure, and drops them when the step is begun anew', () => {
    const failed = entry('step.failed', {
      ...{ step: 'one', code: 'E_DB_AUTH', ms: 9, note: 'refused' },
      details: { host: 'db' },
    });
    expect(after(failed)).toMatchObject({
      state: 'failed',
      steps: [{ state: 'failed', code: 'E_DB_AUTH', note: 'refused', details: { host: 'db' } }, {}],
    });
    const again = after(failed, entry('step.intended', { step: 'one' })).steps[0];
    expect(again).toEqual({ ...opened.steps[0], state: 'running', startedAt: time });
  });

  test('is in doubt when nobody knows', () => {
    expect(after(entry('step.in-doubt', { step: 'one', code: 'E_COMMIT_IN_DOUBT', note: '' })).state).toBe(
      'in-doubt',
    );
  });

  test('goes on rolling back while single steps are undone or kept', () => {
    const back = after(
      done,
      entry('run.rolling-back'),
      entry('step.kept', { step: 'two', reason: 'it stays in the log' }),
      entry('step.undone', { step: 'one', ms: 4 }),
    );
    expect(back).toMatchObject({
      state: 'rolling-back',
      stepsDone: 0,
      steps: [{ state: 'undone' }, { state: 'kept', note: 'it stays in the log' }],
    });
    expect(applyEntry(back, entry('run.rolled-back')).state).toBe('rolled-back');
  });

  test('is left alone by entries of other runs and of other kinds', () => {
    expect(after(entry('step.done', { step: 'one' }, 'run_2'))).toEqual(opened);
    expect(after(entry('secret.revealed', { step: 'one' })).steps).toEqual(opened.steps);
  });
});
