import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isAlive } from '../postgres/orphan.ts';
import { SandboxError } from '../sandbox-error.ts';
import { readJson, type SandboxHome } from './sandbox-home.ts';
import type { AnyRunningState } from './sandbox-state.ts';

/** What the server tells whoever started it. `failed` is null for a defect, which its log describes. */
export type ServerMessage =
  { readonly running: AnyRunningState } | { readonly failed: ReturnType<SandboxError['toJSON']> | null };

const SERVER = fileURLToPath(new URL('../server.ts', import.meta.url));
const START_WITHIN_MS = 600_000;
const STOP_WITHIN_MS = 30_000;
const HEALTH_WITHIN_MS = 3_000;
const POLL_MS = 25;

/**
 * Starts the server in the background and waits until it serves. It outlives this process and its terminal, and gets no
 * secret by argument or environment.
 */
export async function spawnServer(home: SandboxHome, args: readonly string[]): Promise<AnyRunningState> {
  const log = openSync(home.serverLog, 'a', 0o600);
  const { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE } = process.env;
  const env = Object.fromEntries(
    Object.entries({ PATH, HOME, TMPDIR, NODE_COMPILE_CACHE }).filter(([, value]) => value !== undefined),
  );
  const stdio = ['ignore', log, log, 'ipc'] as const;
  const child = spawn(process.execPath, [SERVER, ...args], {
    detached: true,
    cwd: '/',
    env,
    stdio: [...stdio],
  });
  closeSync(log);
  const message = await firstMessage(child);
  if (child.connected) child.disconnect();
  child.unref();
  if (message !== undefined && 'running' in message) return message.running;
  throw failure(home, message?.failed ?? null);
}

async function firstMessage(child: ChildProcess): Promise<ServerMessage | undefined> {
  const told = once(child, 'message').then(([message]) => message as ServerMessage);
  const gone = once(child, 'exit').then(() => undefined);
  const late = wait(START_WITHIN_MS, undefined, { ref: false });
  return Promise.race([told, gone, late]);
}

function failure(
  { serverLog }: SandboxHome,
  failed: ReturnType<SandboxError['toJSON']> | null,
): SandboxError {
  if (failed !== null) return new SandboxError(failed.code, failed.message, failed.fix);
  const fix = `Read ${serverLog}, mend what it names, and start again; "sandbox reset" begins anew.`;
  return new SandboxError('E_SANDBOX_START_FAILED', 'The sandbox server ended before it was ready.', fix);
}

/** The server that a state file names, when it runs and answers; undefined when there is none. */
export async function findServer(stateFile: string): Promise<AnyRunningState | undefined> {
  const state = readJson(stateFile) as AnyRunningState | undefined;
  if (state === undefined || !isOurs(state.pid)) return undefined;
  return (await answers(state.portal.url)) ? state : undefined;
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(HEALTH_WITHIN_MS) })).ok;
  } catch {
    return false; // refused, reset or too slow: whichever it is, nobody can work with it
  }
}

/** A process id in an old file may by now be another program's. */
function isOurs(pid: number): boolean {
  const commandLine = `/proc/${pid}/cmdline`;
  if (process.platform !== 'linux') return isAlive(pid);
  return existsSync(commandLine) && readFileSync(commandLine, 'utf8').split('\0').includes(SERVER);
}

/** Ends the server of this home, gently and then not, and waits until it is gone. */
export async function endServer({ stateFile }: SandboxHome): Promise<void> {
  const state = readJson(stateFile) as AnyRunningState | undefined;
  if (state !== undefined && isOurs(state.pid)) await end(state.pid);
  rmSync(stateFile, { force: true });
}

async function end(pid: number): Promise<void> {
  process.kill(pid, 'SIGTERM');
  for (let waited = 0; waited < STOP_WITHIN_MS && isAlive(pid); waited += POLL_MS) await wait(POLL_MS);
  if (isAlive(pid)) process.kill(pid, 'SIGKILL');
}
