import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { buildWhenStale } from '../../scripts/build/build-console.ts';
import { openConsole, type Console } from '../../src/main/compose.ts';
import { createIdentity } from '../../src/shared/contract/identity.contract.ts';
import { resumeRun, startProvisioning } from '../../src/shared/contract/runs.contract.ts';
import { startSandbox, stopSandbox } from '../../src/shared/contract/sandbox.contract.ts';
import type { JsonObject } from '../../src/shared/model/json.ts';
import type { RunView } from '../../src/shared/model/run.ts';
import type { Prompt } from '../../src/shared/model/step.ts';
import { openConsolePage, type ConsolePage } from './console-page.ts';

/** The operator of these homes. */
export const operator = { name: 'Aoife Byrne', email: 'aoife.byrne@example.com' } as const;

/** Works on a home without a host, the way a second process of it does. */
export async function inHome<T>(home: string, work: (console: Console) => Promise<T>): Promise<T> {
  const console = await openConsole({ home, allowThrowAway: true });
  try {
    return await work(console);
  } finally {
    await console.close();
  }
}

/** Names the operator and starts the sandbox: where a console stands after its first minute. */
export async function settle(console: Console): Promise<void> {
  await console.call(createIdentity, operator);
  await console.call(startSandbox, { tenants: 3 });
}

type Answers = Readonly<Record<string, (prompt: Prompt) => JsonObject>>;

const answers: Answers = {
  'approve-plan': ({ data }) => ({ digest: data?.['digest'] ?? '' }),
  'pooled.hand-over': () => ({ channel: 'manual', note: 'Read out on the phone, identity checked' }),
};

/** Provisions a tenant by calls alone, up to the step where it is told to stop. */
export async function provision(console: Console, intake: JsonObject, stopAt?: string): Promise<RunView> {
  let run = await console.call(startProvisioning, { connection: 'sandbox', intake });
  for (let asked = 0; run.prompt !== undefined && run.prompt.stepId !== stopAt && asked < 10; asked += 1) {
    const { stepId, defaults } = run.prompt;
    const value = answers[stepId]?.(run.prompt) ?? defaults ?? {};
    run = await console.call(resumeRun, { runId: run.runId, answer: { stepId, value } });
  }
  return run;
}

export type OpenedConsole = {
  readonly home: string;
  readonly console: ConsolePage;
  /** What the page complained of: errors of scripts, refusals of its policy. */
  readonly complaints: string[];
  /** Kills the host, or lets it end, and opens the console again on the same home and page address. */
  readonly reopen: (how: 'close' | 'kill') => Promise<ConsolePage>;
};

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
  });
  afterAll(async () => {
    if (opened === undefined) return;
    const { home, console } = opened;
    await console.close();
    await inHome(home, (each) => each.call(stopSandbox, {}));
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
