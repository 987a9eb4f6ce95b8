import { expect, test } from 'vitest';
import { summaryOf } from '../../../../src/main/operations/run-view.ts';
import { runStory } from '../../../../src/renderer/features/run/run-story.ts';
import { errorCatalogue } from '../../../../src/shared/errors/catalogue/index.ts';
import type { RunView } from '../../../../src/shared/model/run.ts';
import type { StepView } from '../../../../src/shared/model/step.ts';
import { sampleRun, sampleStep } from '../../hosts/cli/sample-run.ts';

const story = (state: RunView['state'], ...steps: readonly StepView[]) =>
  runStory(summaryOf(sampleRun(state, steps)));

const done = sampleStep('look', 'done');

test('a failed run says at which step and why, and what the code’s way out is', () => {
  const failed = sampleStep('probe', 'failed', { code: 'E_DB_UNREACHABLE', note: 'It does not answer.' });
  expect(story('failed', done, failed)).toEqual({
    happened: 'Step probe: It does not answer.',
    next: errorCatalogue.E_DB_UNREACHABLE.fix,
  });
});

test('a failure that said nothing is told by what its code means', () => {
  const failed = sampleStep('probe', 'failed', { code: 'E_DB_UNREACHABLE', note: '' });
  expect(story('failed', failed)?.happened).toBe(`Step probe: ${errorCatalogue.E_DB_UNREACHABLE.meaning}`);
});

test('a code that this console does not know still names the step', () => {
  const failed = sampleStep('probe', 'failed', { code: 'E_OF_LATER' });
  expect(story('failed', failed)).toEqual({
    happened: '“Step probe” did not go through.',
    next: 'Open it: the step says what is to be done.',
  });
});

test('a run in doubt never says that it failed', () => {
  const doubtful = sampleStep('create', 'in-doubt', { code: 'E_DB_UNREACHABLE', note: 'The line broke.' });
  expect(story('in-doubt', done, doubtful)?.happened).toBe(
    'Step create: The line broke. Nobody knows yet whether it was done.',
  );
});

test('a run that was killed between two steps says before which', () => {
  expect(story('interrupted', done, sampleStep('next', 'not-run'))?.happened).toBe(
    'The console ended before “Step next”.',
  );
});

test('a rollback that stopped says at what', () => {
  const stuck = sampleStep('create', 'undo-failed', {
    code: 'E_ROLLBACK_FOREIGN_DATA',
    note: 'Others are there.',
  });
  expect(story('rolling-back', done, stuck)?.happened).toBe(
    'Taking it back stopped. Step create: Others are there.',
  );
  expect(story('rolling-back', done)?.happened).toBe('Taking it back was begun and is not over.');
});

test('what goes on by itself or went through has no story', () => {
  expect(story('running', sampleStep('next', 'running'))).toBeUndefined();
  expect(story('completed', done)).toBeUndefined();
});
