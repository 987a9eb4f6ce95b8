import { describe, expect, test } from 'vitest';
import type { LedgerEntry } from '../../../src/shared/model/ledger-entry.ts';
import { liesIn } from '../../faults/story.ts';

const opened = {
  ...{ runbook: 'pooled.provision', version: 1, connection: 'here', environment: 'sandbox' },
  inputCommitment: '',
};
const step = 'pooled.create-tenant';
const done = { step, how: 'applied', ms: 1, receipt: {} };

/** A story of one run, told by types and data. */
const story = (...events: readonly (readonly [string, LedgerEntry['data']])[]): LedgerEntry[] =>
  events.map(([type, data], index) => ({
    ...{ index, type, data, runId: 'run_1', tenantId: 'brk_1' },
    ...{ time: '2026-01-01T00:00:00.000Z', actor: 'key', leafHash: '' },
  }));

const open = ['run.opened', opened] as const;
const intended = ['step.intended', { step }] as const;
const applied = ['step.done', done] as const;
const completed = ['run.completed', {}] as const;

describe('what the log tells is believed', () => {
  test('when each effect has its intent and the end is what the world says', () => {
    expect(liesIn(story(open, intended, applied, completed), 'completed')).toEqual([]);
    expect(liesIn([], 'never-opened')).toEqual([]);
  });
});

describe('what the log tells is a lie', () => {
  test.each([
    ['an effect without an intent', story(open, applied, completed), 'completed'],
    ['a step that is done twice', story(open, intended, applied, applied, completed), 'completed'],
    [
      'a step that is begun twice without a look',
      story(open, intended, intended, applied, completed),
      'completed',
    ],
    [
      'an undoing of what was never begun',
      story(open, ['step.undone', { step, ms: 1 }], ['run.rolled-back', {}]),
      'rolled-back',
    ],
    ['an effect nobody knows the outcome of', story(open, intended, completed), 'completed'],
    ['another end than the world’s', story(open, intended, applied, completed), 'rolled-back'],
    ['a run where none was opened', story(open), 'never-opened'],
    ['no run where there was one', [], 'completed'],
  ] as const)('with %s', (_what, entries, end) => {
    expect(liesIn(entries, end)).not.toEqual([]);
  });
});
