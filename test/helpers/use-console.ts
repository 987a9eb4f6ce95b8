import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll } from 'vitest';
import { buildWhenStale } from '../../scripts/build/build-console.ts';
import type { Console } from '../../src/main/compose.ts';
import { sandboxStatus } from '../../src/shared/contract/sandbox.contract.ts';
import { inHome, settle } from './console-home.ts';
import { openConsolePage, type ConsolePage } from './console-page.ts';

export type OpenedConsole = {
  readonly home: string;
  readonly console: ConsolePage;
  /** What the page complained of: errors of scripts, refusals of its policy. */
  readonly complaints: string[];
  /** Kills the host, or lets it end, and opens the console again on the same home and page address. */
  readonly reopen: (how: 'close' | 'kill') => Promise<ConsolePage>;
};

/** A build, a sandbox and a whole provisioning, on a machine that does other things too. */
const PREPARED_MS = 180_000;

/** A console on a home of its own for all tests of a file, prepared before its first page is opened. */
export function useConsole(prepare: (console: Console) => Promise<void> = settle): () => OpenedConsole {
  let opened: (OpenedConsole & { console: ConsolePage }) | undefined;
  beforeAll(async () => {
    await buildWhenStale();
    const home = mkdtempSync(join(tmpdir(), 'console-'));
    await inHome(home, prepare);
    const complaints: string[] = [];
    const open = async () => ready(await openConsolePage({ home }), complaints);
    opened = {
      home,
      complaints,
      console: await open(),
      reopen: async (how) => {
        await opened?.console[how]();
        if (opened === undefined) throw new Error('There is no console to open again.');
        return (opened.console = await open());
      },
    };
  }, PREPARED_MS);
  afterAll(async () => {
    if (opened === undefined) return;
    const { home, console } = opened;
    await console.close();
    await endSandbox(home);
    rmSync(home, { recursive: true, force: true });
  });
  return () => {
    if (opened === undefined) throw new Error('The console is there inside tests only.');
    return opened;
  };
}

async function ready(console: ConsolePage, complaints: string[]): Promise<ConsolePage> {
  const { page } = console;
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`);
  });
  // The isolation suite runs inside a provisioning.
  page.setDefaultTimeout(60_000);
  await page.getByRole('navigation', { name: 'Screens' }).waitFor();
  return console;
}

/** By its process: whoever the console's operator has become may not stop it by a call. */
async function endSandbox(home: string): Promise<void> {
  const status = () => inHome(home, (each) => each.call(sandboxStatus, {}));
  const sandbox = await status();
  if (sandbox.state === 'stopped') return;
  process.kill(sandbox.pid, 'SIGTERM');
  for (let looks = 0; looks < 100 && (await status()).state === 'running'; looks += 1) await pause(100);
}
