import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort, isListening, LOOPBACK } from '../../src/sandbox/loopback.ts';
import { unprivilegedUser } from '../../src/sandbox/postgres/unprivileged-user.ts';
import type { ReasonNot } from './skip.ts';

const binary = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer'].find(existsSync);

/** Why PgBouncer cannot be had here. */
export const noPgBouncer: ReasonNot = binary === undefined ? 'pgbouncer is not installed' : undefined;

export type PgBouncerTarget = {
  readonly port: number;
  readonly users: readonly { readonly user: string; readonly password: string }[];
  /** Server connections a database and user share; 2 when left out, so that statements do meet other sessions. */
  readonly poolSize?: number;
};

export type PgBouncer = {
  readonly host: string;
  readonly port: number;
  /** SIGKILL. */
  readonly kill: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** A real PgBouncer in transaction mode in front of a PostgreSQL on loopback: any database, the users given. */
export async function startPgBouncer(target: PgBouncerTarget): Promise<PgBouncer> {
  if (binary === undefined) throw new Error(noPgBouncer);
  const folder = await mkdtemp(join(tmpdir(), 'pgbouncer-'));
  const port = await freePort();
  const files = {
    users: join(folder, 'users.txt'),
    config: join(folder, 'pgbouncer.ini'),
    log: join(folder, 'log'),
  };
  await writeFile(
    files.users,
    target.users.map(({ user, password }) => `"${user}" "${password}"\n`).join(''),
  );
  await writeFile(files.config, configuration(target, port, files));
  const user = unprivilegedUser();
  if (user !== undefined)
    for (const path of [folder, files.users, files.config]) chownSync(path, user.uid, user.gid);
  const child = spawn(binary, ['--quiet', files.config], { ...user, cwd: folder, stdio: 'ignore' });
  await untilListening(child, port, files.log);
  return {
    host: LOOPBACK,
    port,
    kill: () => end(child, 'SIGKILL'),
    stop: async () => {
      await end(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Files = { readonly users: string; readonly log: string };

const configuration = (
  { port: target, poolSize = 2 }: PgBouncerTarget,
  port: number,
  { users, log }: Files,
) => `
[databases]
* = host=${LOOPBACK} port=${target}
[pgbouncer]
listen_addr = ${LOOPBACK}
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${users}
logfile = ${log}
pool_mode = transaction
default_pool_size = ${poolSize}
max_client_conn = 200
`;

async function untilListening(child: ChildProcess, port: number, log: string): Promise<void> {
  for (let attempt = 0; attempt < 250 && child.exitCode === null; attempt++) {
    if (await isListening(port)) return;
    await delay(20);
  }
  await end(child);
  throw new Error(`PgBouncer did not start: ${existsSync(log) ? readFileSync(log, 'utf8') : 'no log'}`);
}

/** SIGTERM is an immediate shutdown to PgBouncer, SIGINT waits for clients. */
async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
