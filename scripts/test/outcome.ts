/** A test, a check or a set-up that went wrong. */
export type Failure = { readonly what: string; readonly why: string };

/** A test that did not run, and the reason it gave; undefined when it gave none. */
export type Skip = { readonly what: string; readonly reason: string | undefined };

/** What one part of the run came to. Parts add up to the last line of `npm test`. */
export type Outcome = {
  readonly name: string;
  readonly passed: number;
  readonly failures: readonly Failure[];
  readonly skips: readonly Skip[];
  readonly ms: number;
};

export const failedPart = (name: string, failures: readonly Failure[]): Outcome => ({
  name,
  passed: 0,
  failures,
  skips: [],
  ms: 0,
});

/** What the tests themselves cannot say: that there were any, and that every skip said why. */
export function doubts(tests: readonly Outcome[]): readonly Outcome[] {
  const ran = tests.reduce((sum, { passed, failures }) => sum + passed + failures.length, 0);
  const silent = tests.flatMap(({ skips }) => skips).filter(({ reason }) => reason === undefined);
  const failures = [
    ...(ran === 0 ? [{ what: 'npm test', why: 'No test ran.' }] : []),
    ...silent.map(({ what }) => ({ what, why: 'It is skipped without a reason; see test/helpers/skip.ts.' })),
  ];
  return failures.length === 0 ? [] : [failedPart('honesty', failures)];
}

/** The parts added up. */
export const total = (outcomes: readonly Outcome[]) => ({
  passed: outcomes.reduce((sum, { passed }) => sum + passed, 0),
  failures: outcomes.flatMap(({ failures }) => failures),
  skips: outcomes.flatMap(({ skips }) => skips),
});

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

const quantity = (count: number, noun: string): string => `${String(count)} ${noun}`;

/** One line a part, in the order they ran. */
export function outcomeTable(outcomes: readonly Outcome[]): string {
  const width = Math.max(...outcomes.map(({ name }) => name.length));
  return outcomes
    .map(({ name, passed, failures, skips, ms }) =>
      [
        failures.length === 0 ? '✓' : '✗',
        name.padEnd(width),
        seconds(ms).padStart(8),
        ` ${counts(passed, failures.length, skips.length)}`,
      ].join(' '),
    )
    .join('\n');
}

/** Every skip under the reason it gave, so that what was not proven here can be read off. */
export function skipList(skips: readonly Skip[]): string {
  const groups = Object.groupBy(skips, ({ reason }) => reason ?? 'NO REASON GIVEN');
  return Object.entries(groups)
    .map(([reason, group = []]) =>
      [`${reason} (${quantity(group.length, 'skipped')})`, ...group.map(({ what }) => `    ${what}`)].join(
        '\n',
      ),
    )
    .join('\n');
}

/** Failures with what was said about each, cut after `lines` lines. */
export const failureList = (failures: readonly Failure[], lines = Infinity): string =>
  failures.map(({ what, why }) => `✗ ${what}\n${indent(why.trim().split('\n'), lines)}`).join('\n');

function indent(said: readonly string[], lines: number): string {
  const rest = said.length > lines ? [`… ${quantity(said.length - lines, 'more lines above')}`] : [];
  return [...said.slice(0, lines), ...rest].map((line) => `    ${line}`).join('\n');
}

/** `N passed, N failed, N skipped`: the form that machines read. */
export const counts = (passed: number, failed: number, skipped: number): string =>
  [quantity(passed, 'passed'), quantity(failed, 'failed'), quantity(skipped, 'skipped')].join(', ');
