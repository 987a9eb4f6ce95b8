import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { OUTCOME_FILE } from './outcome-reporter.ts';
import { failedPart, type Outcome } from './outcome.ts';

const root = dirname(dirname(import.meta.dirname));

/** The projects of vitest.config.ts. */
export const projects = ['unit', 'conformance', 'integration', 'e2e'] as const;
export type Project = (typeof projects)[number];

const failed = (what: string, why: string): Outcome => failedPart(what, [{ what, why }]);

async function vitest(
  only: readonly Project[],
  extra: readonly string[],
  outcomeFile: string,
  said: 'inherit' | 'ignore',
): Promise<unknown> {
  const args = [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--allowOnly=false',
    '--reporter=default',
    `--reporter=${join(root, 'scripts/test/outcome-reporter.ts')}`,
    ...only.map((project) => `--project=${project}`),
    ...extra,
  ];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', said, said],
    env: { ...process.env, [OUTCOME_FILE]: outcomeFile },
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return code ?? signal;
}

async function readOutcomes(file: string): Promise<readonly Outcome[]> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as readonly Outcome[];
  } catch (error) {
    return [failed('vitest', `It ended without a report: ${String(error)}`)];
  }
}

/** Runs the tests in a process of their own, so that its death is a failure and not our end; `extra` goes to vitest. */
export async function runTests(
  only: readonly Project[],
  extra: readonly string[],
  said: 'inherit' | 'ignore' = 'inherit',
): Promise<readonly Outcome[]> {
  const folder = await mkdtemp(join(tmpdir(), 'outcome-'));
  try {
    const file = join(folder, 'outcome.json');
    const end = await vitest(only, extra, file, said);
    const outcomes = await readOutcomes(file);
    const told = end === 0 || outcomes.some(({ failures }) => failures.length > 0);
    return told ? outcomes : [...outcomes, failed('vitest', `It ended with ${String(end)}.`)];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
