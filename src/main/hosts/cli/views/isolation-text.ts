import type { IsolationReport, ProbeVerdict } from '../../../../shared/model/isolation-report.ts';
import { families, familyTitles } from '../../../../shared/model/isolation-family.ts';
import type { SelftestReport } from '../../../../shared/contract/isolation.contract.ts';
import type { Paint, Style } from '../terminal.ts';
import { textTable } from './text-table.ts';

const marks: Readonly<Record<ProbeVerdict, readonly [string, Style]>> = {
  pass: ['✓', 'green'],
  fail: ['✗', 'red'],
  inconclusive: ['?', 'yellow'],
};

const SHOWN = 20;

/** A report for the terminal: a line a family, and what did not pass. */
export function isolationText(report: IsolationReport, page: string | undefined, paint: Paint): string {
  const { probes, counts, verdict, ms, notProbed, stopped } = report;
  const rows = families.flatMap((family) => {
    const own = probes.filter((probe) => probe.family === family);
    return own.length === 0 ? [] : [[mark(worst(own), paint), family, familyTitles[family], passed(own)]];
  });
  const open = probes.filter((probe) => probe.verdict !== 'pass');
  return [
    textTable([], rows),
    ...(stopped === undefined ? [] : [`\nStopped early: ${stopped.message} (${stopped.code})`]),
    ...(open.length === 0 ? [] : ['', ...open.slice(0, SHOWN).map(openLine(paint))]),
    ...(open.length > SHOWN ? [`… and ${open.length - SHOWN} more`] : []),
    ...notProbed.map(({ id, reason }) => `Not probed: ${id}, ${reason}`),
    '',
    `${mark(verdict, paint)} ${counts.probes} probes: ${counts.passed} passed, ${counts.failed} failed, ${counts.inconclusive} inconclusive, in ${(ms / 1000).toFixed(1)} s`,
    ...(page === undefined ? [] : [`Report: ${page}`]),
  ].join('\n');
}

type Judged = { readonly verdict: ProbeVerdict };

const worst = (probes: readonly Judged[]): ProbeVerdict =>
  (['fail', 'inconclusive'] as const).find((each) => probes.some(({ verdict }) => verdict === each)) ??
  'pass';

const passed = (probes: readonly Judged[]): string =>
  `${probes.filter(({ verdict }) => verdict === 'pass').length}/${probes.length}`;

const mark = (verdict: ProbeVerdict, paint: Paint): string => paint(marks[verdict][1], marks[verdict][0]);

const openLine =
  (paint: Paint) =>
  ({ id, verdict, reason }: IsolationReport['probes'][number]): string =>
    `${mark(verdict, paint)} ${id}: ${reason}`;

/** What the detector found of what was planted. */
export function selftestText(report: SelftestReport, paint: Paint): string {
  const { mutants, detected, recall, missed, falseAlarms, cleanRuns, alarms, undecided, seconds } = report;
  const { tried, differing } = report.whole;
  return [
    `${detected} of ${mutants} planted leaks found: recall ${recall.toFixed(3)}`,
    `${falseAlarms} false alarms in ${cleanRuns} clean runs, in ${seconds.toFixed(0)} s`,
    `${tried} of them tried with the whole suite as well, ${differing.length} judged otherwise`,
    ...missed.map((id) => `${mark('fail', paint)} missed: ${id}`),
    ...alarms.map(({ run, probes }) => `${mark('fail', paint)} false alarm on ${run}: ${probes.join(', ')}`),
    ...undecided.map(
      ({ run, probes }) => `${mark('inconclusive', paint)} undecided on ${run}: ${probes.join(', ')}`,
    ),
  ].join('\n');
}
