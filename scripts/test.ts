// `npm test`: every check and every test, and a last line that can be trusted.
//   --only NAMES   some of: lint types layers format, unit conformance integration e2e, or `static` (comma-separated)
//   -- ARGS        go to vitest, as in `npm test -- --only unit -- -t checkpoint`
import { parseArgs } from 'node:util';
import { counts, doubts, failureList, outcomeTable, skipList, total, type Outcome } from './test/outcome.ts';
import { runChecks, staticChecks } from './test/static-checks.ts';
import { projects, runTests } from './test/vitest-run.ts';

const { values, positionals } = parseArgs({
  options: { only: { type: 'string', multiple: true } },
  allowPositionals: true,
});
const say = (text: string): void => void process.stdout.write(`${text}\n`);

function chosen(): ReadonlySet<string> {
  const known: readonly string[] = [...staticChecks, ...projects];
  const names = (values.only ?? []).flatMap((list) => list.split(','));
  const wanted = names.flatMap((name): readonly string[] => (name === 'static' ? staticChecks : [name]));
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length === 0) return new Set(wanted.length === 0 ? known : wanted);
  throw new Error(`--only knows ${known.join(' ')} and static, not ${unknown.join(' ')}`);
}

async function run(): Promise<readonly Outcome[]> {
  const names = chosen();
  const outcomes: Outcome[] = [];
  await runChecks(
    staticChecks.filter((check) => names.has(check)),
    (outcome) => {
      outcomes.push(outcome);
      say(outcomeTable([outcome]));
      if (outcome.failures.length > 0) say(failureList(outcome.failures));
    },
  );
  const wanted = projects.filter((project) => names.has(project));
  if (wanted.length === 0) return outcomes;
  const tests = await runTests(wanted, positionals);
  // A filter leaves most tests out, and says so itself.
  return [...outcomes, ...tests, ...(positionals.length === 0 ? doubts(tests) : [])];
}

function conclude(outcomes: readonly Outcome[]): void {
  const { passed, failures, skips } = total(outcomes);
  if (failures.length > 0) say(`\nfailed\n${failureList(failures, 5)}`);
  if (skips.length > 0 && positionals.length === 0) say(`\nskipped\n${skipList(skips)}`);
  say(`\n${outcomeTable(outcomes)}\n${(performance.now() / 1000).toFixed(1)} s in all\n`);
  say(counts(passed, failures.length, skips.length));
  process.exitCode = failures.length === 0 ? 0 : 1;
}

conclude(await run());
