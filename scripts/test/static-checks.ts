import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Outcome } from './outcome.ts';

/** The checks that read the source without running it: name → the tool's own script and its arguments. */
const tools = {
  lint: ['node_modules/eslint/bin/eslint.js', '--max-warnings=0', '.'],
  types: ['node_modules/typescript/bin/tsc', '--noEmit', '--project', '.'],
  'types of the screens': ['node_modules/typescript/bin/tsc', '--noEmit', '--project', 'src/renderer'],
  layers: [
    'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
    '--config',
    '.dependency-cruiser.cjs',
    'src',
    'test',
    'scripts',
  ],
  format: [
    'node_modules/prettier/bin/prettier.cjs',
    '--check',
    '--log-level=warn',
    '--cache',
    '--cache-strategy=content',
    '.',
  ],
} as const;

export type StaticCheck = keyof typeof tools;

/** Longest first, so that two at a time end together. */
export const staticChecks = Object.keys(tools) as readonly StaticCheck[];

/** Runs one check to its end; what it said is kept only when it failed. */
export async function runCheck(name: StaticCheck): Promise<Outcome> {
  const start = performance.now();
  const child = spawn(process.execPath, [...tools[name]], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  const failures = code === 0 ? [] : [{ what: name, why: Buffer.concat(said).toString() }];
  return { name, passed: code === 0 ? 1 : 0, failures, skips: [], ms: performance.now() - start };
}

/** Runs `checks` two at a time, and hands each outcome over as it comes. */
export async function runChecks(
  checks: readonly StaticCheck[],
  onOutcome: (outcome: Outcome) => void,
): Promise<void> {
  const waiting = [...checks];
  const worker = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift())
      onOutcome(await runCheck(check));
  };
  await Promise.all([worker(), worker()]);
}
