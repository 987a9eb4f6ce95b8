import { expect, test } from 'vitest';
import { runListText } from '../../../../src/main/hosts/cli/views/run-text.ts';
import { summaryOf } from '../../../../src/main/operations/run-view.ts';
import { sampleRun, sampleStep } from './sample-run.ts';

const plain = (_style: unknown, text: string): string => text;

test('a list of runs names the step at which one stopped, and the code', () => {
  const failed = sampleStep('create', 'failed', { code: 'E_DB_UNREACHABLE' });
  const text = runListText(
    [summaryOf(sampleRun('failed', [failed])), summaryOf(sampleRun('completed'))],
    plain,
  );
  const [, stopped = '', through = ''] = text.trimEnd().split('\n');
  expect(stopped).toMatch(/E_DB_UNREACHABLE {2}Step create$/);
  expect(through.trimEnd()).toMatch(/00Z$/);
});
