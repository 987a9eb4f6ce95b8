// `npm start`: the console in its window, or in a browser on this machine.
//   --web   in the browser, although the window could be opened; its options: npm start -- --web --help
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { buildWhenStale } from './build/build-console.ts';
import { electronBinary, whyNoWindow } from './electron-binary.ts';

const root = resolve(import.meta.dirname, '..');
const say = (text: string): void => void process.stderr.write(`${text}\n`);
const args = process.argv.slice(2);
const rest = args.filter((arg) => arg !== '--web');

async function inBrowser(): Promise<void> {
  const entry = resolve(root, 'src/main/hosts/web/index.ts');
  process.argv = [process.execPath, entry, ...rest];
  await import(entry);
}

/** The sandbox wants a Node, which the window's program is not. */
function inWindow(binary: string): void {
  const env = { ...process.env, TENANT_CONSOLE_NODE: process.execPath };
  const window = spawn(binary, [root, ...rest], { stdio: 'inherit', env });
  // Ctrl+C reaches the window too, which asks before it ends.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => window.kill('SIGTERM'));
  window.on('exit', (code) => (process.exitCode = code ?? 1));
}

await buildWhenStale(say);
const binary = electronBinary();
const reason = args.includes('--web') ? undefined : whyNoWindow();
if (reason !== undefined) say(`The console opens in a browser, because ${reason}.\n`);
if (args.includes('--web') || reason !== undefined || binary === undefined) await inBrowser();
else inWindow(binary);
