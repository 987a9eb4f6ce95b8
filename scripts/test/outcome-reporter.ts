import { writeFileSync } from 'node:fs';
import type { SerializedError } from 'vitest';
import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node';
import { failedPart, type Failure, type Outcome, type Skip } from './outcome.ts';

/** The environment variable that names the file for the outcomes. */
export const OUTCOME_FILE = 'TEST_OUTCOME_FILE';

type Group = TestSuite | TestModule;

const words = (errors: readonly { readonly message: string }[]): string =>
  errors.map(({ message }) => message).join('\n');

const label = (test: TestCase | TestSuite): string => `${test.module.relativeModuleId} > ${test.fullName}`;

/** The reason stands at the test, at a suite around it, or is that the suite's own set-up failed. */
function reasonOf(test: TestCase, note: string | undefined): string | undefined {
  if (note !== undefined || test.meta().skipReason !== undefined) return note ?? test.meta().skipReason;
  for (let group: Group = test.parent; ; group = group.parent) {
    const reason = group.meta().skipReason ?? (group.errors().length > 0 ? 'its set-up failed' : undefined);
    if (reason !== undefined || group.type === 'module') return reason;
  }
}

function read(module: TestModule): Pick<Outcome, 'passed' | 'failures' | 'skips'> {
  const failures: Failure[] = [];
  const skips: Skip[] = [];
  let passed = 0;
  for (const test of module.children.allTests()) {
    const result = test.result();
    if (result.state === 'passed') passed += 1;
    else if (result.state === 'skipped')
      skips.push({ what: label(test), reason: reasonOf(test, result.note) });
    else failures.push({ what: label(test), why: words(result.errors ?? [{ message: 'It never ended.' }]) });
  }
  for (const suite of module.children.allSuites())
    if (suite.errors().length > 0) failures.push({ what: label(suite), why: words(suite.errors()) });
  if (module.errors().length > 0)
    failures.push({ what: module.relativeModuleId, why: words(module.errors()) });
  return { passed, failures, skips };
}

/** Adds the modules of one project up; its time is the sum over its files, which run side by side. */
function outcomeOf(name: string, modules: readonly TestModule[]): Outcome {
  const parts = modules.map(read);
  return {
    name,
    passed: parts.reduce((sum, part) => sum + part.passed, 0),
    failures: parts.flatMap((part) => part.failures),
    skips: parts.flatMap((part) => part.skips),
    ms: modules.reduce((sum, module) => sum + module.diagnostic().duration, 0),
  };
}

/** Writes the run's outcomes, one a project and one for errors outside of every test, as JSON into `TEST_OUTCOME_FILE`. */
export default class OutcomeReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], stray: readonly SerializedError[]): void {
    const projects = Object.groupBy(modules, ({ project }) => project.name);
    const outcomes = Object.entries(projects).map(([name, group = []]) => outcomeOf(name, group));
    const failures = stray.map((error) => ({ what: 'outside of every test', why: error.message }));
    if (failures.length > 0) outcomes.push(failedPart('stray errors', failures));
    writeFileSync(process.env[OUTCOME_FILE] ?? 'outcome.json', JSON.stringify(outcomes));
  }
}
