import { expect, test } from 'vitest';
import { compareReports } from '../../../../../src/renderer/features/isolation/compare-reports.ts';
import type { IsolationReport, ProbeVerdict } from '../../../../../src/shared/model/isolation-report.ts';

const reportOf = (verdicts: Readonly<Record<string, ProbeVerdict>>): IsolationReport =>
  ({
    probes: Object.entries(verdicts).map(([id, verdict]) => ({ id, verdict })),
  }) as unknown as IsolationReport;

test('tells what got worse and what got better, and what was not asked both times', () => {
  const before = reportOf({ a: 'pass', b: 'fail', c: 'pass', d: 'inconclusive', gone: 'pass' });
  const now = reportOf({ a: 'fail', b: 'pass', c: 'pass', d: 'inconclusive', new: 'fail', other: 'pass' });
  const { worse, better, added, gone } = compareReports(now, before);
  expect(worse.map(({ id }) => id)).toEqual(['a']);
  expect(better.map(({ id }) => id)).toEqual(['b']);
  expect({ added, gone }).toEqual({ added: 2, gone: 1 });
});

test('finds nothing between a report and itself', () => {
  const report = reportOf({ a: 'pass', b: 'fail' });
  expect(compareReports(report, report)).toEqual({ worse: [], better: [], added: 0, gone: 0 });
});
