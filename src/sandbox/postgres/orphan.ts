import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const END_WITHIN_MS = 10_000;
const POLL_MS = 25;

/** True when a process with this id exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Ends the PostgreSQL server that still runs on a data directory after whoever started it was killed, and removes its
 * lock file. A process id is only trusted when the process was started for this very directory: ids are used again.
 */
export async function endOrphan(dataDirectory: string): Promise<void> {
  const lock = join(dataDirectory, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
  if (Number.isInteger(pid) && pid > 1 && isAlive(pid) && servesDirectory(pid, dataDirectory)) await end(pid);
  rmSync(lock, { force: true });
}

function servesDirectory(pid: number, dataDirectory: string): boolean {
  const commandLine = `/proc/${pid}/cmdline`;
  if (process.platform !== 'linux') return true; // no way to look: PostgreSQL's own lock file is all there is
  return existsSync(commandLine) && readFileSync(commandLine, 'utf8').split('\0').includes(dataDirectory);
}

async function end(pid: number): Promise<void> {
  for (const [signal, patienceMs] of [
    ['SIGINT', END_WITHIN_MS],
    ['SIGQUIT', END_WITHIN_MS],
  ] as const) {
    process.kill(pid, signal);
    for (let waited = 0; waited < patienceMs; waited += POLL_MS) {
      if (!isAlive(pid)) return;
      await wait(POLL_MS);
    }
  }
  throw new Error(`The PostgreSQL server with process id ${pid} does not end.`);
}
