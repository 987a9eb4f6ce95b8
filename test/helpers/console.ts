import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach } from 'vitest';
import { openConsole, type Console, type ConsoleOptions } from '../../src/main/compose.ts';
import { addConnection } from '../../src/shared/contract/connections.contract.ts';
import { resumeRun, showRun, startProvisioning } from '../../src/shared/contract/runs.contract.ts';
import type { Connection } from '../../src/shared/model/connection.ts';
import type { JsonObject } from '../../src/shared/model/json.ts';
import type { RunView } from '../../src/shared/model/run.ts';
import type { Prompt, StepView } from '../../src/shared/model/step.ts';
import { connectionTo } from './connections.ts';
import type { TestPortal } from './sandbox.ts';

/** The name of the connection that a test console has. */
export const HERE = 'here';

const homes: string[] = [];
const consoles: Console[] = [];

async function closeAll(): Promise<void> {
  for (const console of consoles.splice(0)) await console.close();
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true });
}

/** After each test, closes every console that it opened and removes its home. */
export const closeConsoles = (): void => afterEach(closeAll);

/** The same once all tests of the file or the `describe` have run. */
export const closeConsolesAfterAll = (): void => afterAll(closeAll);

/** A home whose secrets rest in a throw-away file, whatever keychain this machine has; `none`: undecided yet. */
export function newHome(keychain: 'throw-away' | 'none' = 'throw-away'): string {
  const home = mkdtempSync(join(tmpdir(), 'console-'));
  homes.push(home);
  if (keychain === 'none') return home;
  const record = { kind: 'throw-away', id: randomUUID() };
  writeFileSync(join(home, 'keychain.json'), JSON.stringify(record), { mode: 0o600 });
  return home;
}

/** The real console on a home of its own, or one more process's worth of it on a home that is there. */
export async function openTestConsole(options: Partial<ConsoleOptions> = {}): Promise<Console> {
  const console = await openConsole({ home: options.home ?? newHome(), allowThrowAway: true, ...options });
  consoles.push(console);
  return console;
}

/** Makes the portal's deployment known to the console, as the operator would; `change` differs from it. */
export async function connect(
  console: Console,
  portal: TestPortal,
  change: Partial<Connection> = {},
): Promise<void> {
  const { idFormats, ...usual } = connectionTo(portal);
  const tenant = portal.variant.startsWith('bare') ? ('uuid' as const) : ('prefixed-ulid' as const);
  await console.call(addConnection, {
    connection: { ...usual, name: HERE, idFormats: { ...idFormats, tenant }, ...change },
    password: portal.database.consolePassword,
    mailKey: portal.mail.apiKey,
    objectsKey: portal.blob.token,
  });
}

/** A console that knows the portal's deployment by the name `HERE`. */
export async function connectedConsole(
  portal: TestPortal,
  change: Partial<Connection> = {},
  options: Partial<ConsoleOptions> = {},
): Promise<Console> {
  const console = await openTestConsole(options);
  await connect(console, portal, change);
  return console;
}

export const startRun = (console: Console, intake: JsonObject): Promise<RunView> =>
  console.call(startProvisioning, { connection: HERE, intake });

/** More prompts than any runbook has. */
const MOST_ANSWERS = 10;

/** Confirms what each prompt proposes until the run ends, fails, waits at `stopAt`, or asks what nobody can just confirm. */
export async function confirm(console: Console, from: RunView, stopAt?: string): Promise<RunView> {
  let run = from;
  for (let asked = 0; asked < MOST_ANSWERS; asked++) {
    const { defaults, stepId } = run.prompt ?? {};
    if (defaults === undefined || stepId === stopAt) return run;
    run = await answer(console, run, defaults);
  }
  throw new Error(`The run still asks after ${MOST_ANSWERS} answers`);
}

/** Answers what the run waits for. */
export function answer(console: Console, { runId, prompt }: RunView, value: JsonObject): Promise<RunView> {
  const { stepId } = prompt ?? missing(runId);
  return console.call(resumeRun, { runId, answer: { stepId, value } });
}

function missing(runId: string): Prompt {
  throw new Error(`Run ${runId} waits for nobody`);
}

export const resume = (console: Console, { runId }: RunView): Promise<RunView> =>
  console.call(resumeRun, { runId });

/** Starts a provisioning and confirms everything as far as `stopAt`. */
export const provision = async (console: Console, intake: JsonObject, stopAt?: string): Promise<RunView> =>
  confirm(console, await startRun(console, intake), stopAt);

export const show = (console: Console, { runId }: RunView): Promise<RunView> =>
  console.call(showRun, { runId });

export function stepOf({ steps }: RunView, id: string): StepView {
  const found = steps.find((step) => step.id === id);
  if (found === undefined) throw new Error(`The run has no step ${id}`);
  return found;
}

/** The step that a run stopped at, and why. */
export const stoppedAt = ({ steps }: RunView): string => {
  const step = steps.find(({ state }) => ['failed', 'in-doubt', 'undo-failed'].includes(state));
  return step === undefined ? 'nowhere' : `${step.id} ${step.code ?? ''}`;
};
