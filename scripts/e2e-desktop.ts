// `npm run e2e:desktop`: the journeys of the console in Electron's window, where its binary is there; says so where it is not.
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { buildWhenStale } from './build/build-console.ts';
import { whyNoWindow } from './electron-binary.ts';

const vitest = resolve(import.meta.dirname, '..', 'node_modules', 'vitest', 'vitest.mjs');
const reason = whyNoWindow();

if (reason === undefined) {
  await buildWhenStale(console.log);
  const args = [
    vitest,
    'run',
    '--project=e2e',
    'test/e2e/console',
    'test/e2e/desktop',
    ...process.argv.slice(2),
  ];
  const tests = spawn(process.execPath, args, {
    stdio: 'inherit',
    env: { ...process.env, CONSOLE_HOST: 'desktop' },
  });
  tests.on('exit', (code) => (process.exitCode = code ?? 1));
} else {
  console.log(`Skipped: the window cannot be opened here, because ${reason}.`);
}
