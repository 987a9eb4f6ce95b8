import { describe, expect, test } from 'vitest';
import { failureOf } from '../../../../src/main/hosts/cli/run-outcome.ts';
import { sampleRun, sampleStep } from './sample-run.ts';

const failed = { code: 'E_DB_TIMEOUT', note: 'Too slow.', details: { ms: 5 } };

describe('what a run exits with', () => {
  test.each(['completed', 'rolled-back', 'abandoned'] as const)('%s is well', (state) => {
    expect(failureOf(sampleRun(state))).toBeUndefined();
  });

  test('waiting for a person: 4, naming the step', () => {
    const failure = failureOf(sampleRun('waiting', [sampleStep('a', 'done'), sampleStep('b', 'waiting')]));
    expect(failure).toMatchObject({
      code: 'E_ANSWER_NEEDED',
      exitCode: 4,
      details: { runId: 'run_1', step: 'b' },
    });
    expect(failure?.message).toContain('Step b');
  });

  test('failed: the code, words and facts of the step', () => {
    const failure = failureOf(
      sampleRun('failed', [sampleStep('a', 'failed', failed), sampleStep('b', 'not-run')]),
    );
    expect(failure).toMatchObject({
      code: 'E_DB_TIMEOUT',
      message: 'Too slow.',
      details: { step: 'a', ms: 5 },
    });
  });

  test('in doubt: 5', () => {
    const doubt = sampleStep('a', 'in-doubt', { code: 'E_COMMIT_IN_DOUBT', note: 'Lost.' });
    expect(failureOf(sampleRun('in-doubt', [doubt]))).toMatchObject({
      code: 'E_COMMIT_IN_DOUBT',
      exitCode: 5,
    });
  });

  test('a rollback that did not get through: the code of the undo', () => {
    const undo = sampleStep('a', 'undo-failed', { code: 'E_UNDO_INCOMPLETE' });
    expect(failureOf(sampleRun('rolling-back', [undo]))?.code).toBe('E_UNDO_INCOMPLETE');
  });

  test.each(['interrupted', 'running'] as const)('%s without an outcome: in doubt', (state) => {
    expect(failureOf(sampleRun(state, [sampleStep('a', 'done')]))).toMatchObject({
      code: 'E_INTERRUPTED',
      exitCode: 5,
    });
  });

  test('a code of another version of the console is no code of ours', () => {
    const step = sampleStep('a', 'failed', { code: 'E_FROM_THE_FUTURE' });
    expect(failureOf(sampleRun('failed', [step]))?.code).toBe('E_INTERRUPTED');
  });
});
