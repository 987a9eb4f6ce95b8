import { createInterface } from 'node:readline';
import { isOperatorError } from '../../../shared/errors/operator-error.ts';
import { Secret } from '../../../shared/model/secret.ts';
import { openConsole, type Console } from '../../compose.ts';
import { defectLog } from '../defect-log.ts';
import { openOnSandbox } from '../open-on-sandbox.ts';
import { hasScreen, openBrowser } from './open-browser.ts';
import type { WebOptions } from './options.ts';
import { startWebHost, type WebHost } from './web-host.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/**
 * Serves the console until Ctrl+C: prints the address that lets one browser in, opens it, starts the sandbox when there is nothing
 * else to look at. The first Ctrl+C lets a run come to its next safe point; the second one ends at once.
 */
export async function serveWeb(options: WebOptions & { readonly screens: string }): Promise<void> {
  const { home, port, screens } = options;
  const stopping = new AbortController();
  const console = await openConsole({ ...openingOf(home), signal: stopping.signal });
  const host = await startWebHost({ console, screens, port });
  const forget = await present(host, options);
  const sandbox = sandboxOf(console);
  console.readAhead().catch((error: unknown) => defectLog(console)(error, 'read-ahead'));
  await interrupted();
  say('Stopping at the next safe point. Press Ctrl+C again to stop at once.');
  process.once('SIGINT', () => process.exit(130));
  stopping.abort();
  await host.close();
  await forget();
  await (await sandbox)?.stop();
  await console.close();
}

/** The passphrase is taken out of the environment, so that no child process inherits it. */
function openingOf(home: string) {
  const passphrase = process.env['TENANT_CONSOLE_PASSPHRASE'];
  delete process.env['TENANT_CONSOLE_PASSPHRASE'];
  return { home, allowThrowAway: true, ...(passphrase && { passphrase: new Secret(passphrase) }) };
}

async function present(host: WebHost, { home, open }: WebOptions): Promise<() => Promise<void>> {
  const address = host.address();
  say(
    `Tenant Console on ${home}\n\n  ${address}\n\nThe address lets one browser in, once. Ctrl+C ends the console.`,
  );
  if (!process.stdin.isTTY) return () => Promise.resolve();
  const lines = createInterface({ input: process.stdin }).on('line', () => say(`  ${host.address()}`));
  say('Press Enter for a new address.');
  const forget = open && hasScreen(process.env) ? await openBrowser(home, address) : undefined;
  return async () => {
    lines.close();
    await forget?.();
  };
}

/** The screens do not wait for the sandbox: they show it coming. */
async function sandboxOf(console: Console) {
  try {
    const sandbox = await openOnSandbox(console);
    if (sandbox !== undefined) say(`The sandbox is up: ${sandbox.portalUrl}`);
    return sandbox;
  } catch (error) {
    if (isOperatorError(error)) say(`${error.code}  ${error.message} ${error.fix}`);
    else await defectLog(console)(error, 'open-on-sandbox');
    return undefined;
  }
}

const interrupted = (): Promise<unknown> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, resolve);
  });
