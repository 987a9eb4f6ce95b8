import { describe, expect, test } from 'vitest';
import { liveSteps } from '../../../../src/main/hosts/cli/live-steps.ts';
import type { LedgerEntry } from '../../../../src/shared/model/ledger-entry.ts';
import type { JsonObject } from '../../../../src/shared/model/json.ts';
import { escapeSequence, testTerminal } from '../../../helpers/terminal.ts';
import { sampleRun, sampleStep } from './sample-run.ts';

const entry = (type: string, data: JsonObject): LedgerEntry => ({
  index: 1,
  type,
  time: '2026-01-01T00:00:00.000Z',
  actor: 'key',
  data,
  leafHash: '',
});

const done = entry('step.done', { step: 'pooled.create-tenant', ms: 1234, how: 'applied', receipt: {} });

describe('steps as they happen', () => {
  test('are one line each in a pipe: what, and how long it took', () => {
    const terminal = testTerminal();
    const live = liveSteps(terminal.stderr);
    live.see(entry('step.intended', { step: 'pooled.create-tenant' }));
    live.progress({ stepId: 'pooled.create-tenant', done: 1, of: 2, unit: 'rows' });
    live.see(done);
    expect(terminal.err()).toMatch(/^ {2}✓ Create tenant +1\.23 s\n$/);
  });

  test('are called as the run calls them once it is known', () => {
    const terminal = testTerminal();
    const live = liveSteps(terminal.stderr);
    live.learn(
      sampleRun('waiting', [sampleStep('pooled.create-tenant', 'not-run', { title: 'Create the broker' })]),
    );
    live.see(done);
    expect(terminal.err()).toContain('✓ Create the broker ');
  });

  test('show what is under way at a terminal, in a line that the outcome replaces', () => {
    const terminal = testTerminal({ attended: true });
    const live = liveSteps(terminal.stderr);
    live.see(entry('step.intended', { step: 'a' }));
    live.progress({ stepId: 'a', done: 3, of: 9, unit: 'rows' });
    expect(terminal.err()).not.toContain('\n');
    expect(terminal.err()).toContain('3 of 9 rows');
    live.see(entry('step.done', { step: 'a', ms: 5 }));
    expect(terminal.err()).toMatch(escapeSequence);
    expect(terminal.err().endsWith('\n')).toBe(true);
  });

  test('leave an empty line at a terminal, and nothing elsewhere, once work that is no step is through', () => {
    const [attended, piped] = [testTerminal({ attended: true }), testTerminal()];
    for (const { stderr } of [attended, piped])
      liveSteps(stderr).progress({ stepId: 'ledger.verify', done: 9, of: 9, unit: 'entries' });
    expect(attended.err()).toMatch(/^\r\S*$/);
    expect(piped.err()).toBe('');
  });

  test('are a line for each tenant where many are worked on at once, with how far it is below them', () => {
    const terminal = testTerminal({ attended: true });
    const live = liveSteps(terminal.stderr);
    live.byTenant();
    live.see({ ...entry('step.intended', { step: 'a' }), tenantId: 'acme' });
    live.see({ ...done, tenantId: 'acme' });
    expect(terminal.err()).toBe('');
    live.see({ ...entry('run.completed', {}), tenantId: 'acme' });
    live.progress({ stepId: 'fleet.provision', done: 1, of: 200, unit: 'tenants' });
    live.see({ ...entry('step.failed', { step: 'a', code: 'E_NO_CAPACITY' }), tenantId: 'globex' });
    const lines = terminal.err().split(/[\r\n]+/);
    const words = lines.map((each) =>
      each
        .replaceAll(/\u001B\[[\d;]*\w/g, '')
        .replaceAll(/ +/g, ' ')
        .trim(),
    );
    expect(words).toEqual(['', '✓ acme', '→ Provision 1 of 200 tenants', '✗ globex E_NO_CAPACITY', '']);
  });

  test('say the code of a failure', () => {
    const terminal = testTerminal();
    liveSteps(terminal.stderr).see(
      entry('step.failed', { step: 'a', ms: 5, code: 'E_DB_TIMEOUT', note: '' }),
    );
    expect(terminal.err()).toMatch(/✗ A +0\.01 s E_DB_TIMEOUT/);
  });

  test('are not what other entries tell of', () => {
    const terminal = testTerminal();
    const live = liveSteps(terminal.stderr);
    live.see(entry('connection.added', { name: 'x' }));
    live.see(entry('step.waiting', { step: 'a' }));
    expect(terminal.err()).toBe('');
  });
});
