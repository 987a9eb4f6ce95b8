import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  existsSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort, LOOPBACK } from '../loopback.ts';
import { SandboxError } from '../sandbox-error.ts';
import { postgresBinaries } from './binaries.ts';
import { endOrphan } from './orphan.ts';
import { unprivilegedUser, type UnprivilegedUser } from './unprivileged-user.ts';

export type PostgresOptions = {
  /** Data directory; made when it does not exist. The folders above it must be reachable by the server's user. */
  readonly dataDirectory: string;
  /** Password of the cluster's superuser `postgres`. Used when the cluster is made; the same must be given later. */
  readonly password: string;
  readonly port: number;
  readonly logFile: string;
  /** Extra settings, for example `fsync=off` in tests. */
  readonly settings?: readonly string[];
};

export type PostgresServer = {
  readonly host: string;
  readonly port: number;
  readonly password: string;
  readonly pid: number;
  /** Resolves when the server process has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Fast shutdown: open transactions are rolled back, data is safe. Waits for the end. */
  readonly stop: () => Promise<void>;
};

const READY_WITHIN_MS = 30_000;
const POLL_MS = 20;
const run = promisify(execFile);

/**
 * Starts PostgreSQL on loopback, as an unprivileged user when this process is root, and makes the cluster first if need
 * be. A server that a killed predecessor left on the same data directory is ended before.
 * @throws SandboxError E_SANDBOX_START_FAILED, with what the server's log says left in `logFile`
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const user = unprivilegedUser();
  const { initdb, postgres } = postgresBinaries(user);
  await endOrphan(options.dataDirectory);
  if (!existsSync(join(options.dataDirectory, 'PG_VERSION'))) await initialise(initdb, options, user);
  const child = launch(postgres, options, user);
  const ended = once(child, 'exit').then(() => undefined);
  await untilReady(child, options);
  return {
    host: LOOPBACK,
    port: options.port,
    password: options.password,
    pid: child.pid ?? 0,
    ended,
    stop: () => stop(child, ended),
  };
}

/** As `startPostgres` on a port of its own choice. A free port can be lost to another process, so it tries thrice. */
export async function startPostgresAnywhere(options: Omit<PostgresOptions, 'port'>): Promise<PostgresServer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startPostgres({ ...options, port: await freePort() });
    } catch (error) {
      if (attempt === 3) throw error;
    }
  }
}

async function initialise(initdb: string, options: PostgresOptions, user?: UnprivilegedUser): Promise<void> {
  const { dataDirectory, password } = options;
  const passwordFile = `${dataDirectory}.password`;
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user !== undefined)
    for (const path of [dataDirectory, passwordFile]) chownSync(path, user.uid, user.gid);
  const args = [`--pgdata=${dataDirectory}`, '--username=postgres', `--pwfile=${passwordFile}`];
  const flags = [
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--no-sync',
    '--no-instructions',
  ];
  try {
    await run(initdb, [...args, ...flags], {
      ...user,
      cwd: dirname(dataDirectory),
      env: serverEnvironment(),
    });
  } catch (error) {
    rmSync(dataDirectory, { recursive: true, force: true });
    throw failed('The PostgreSQL cluster could not be made.', options, error);
  } finally {
    rmSync(passwordFile);
  }
}

/** The console's own environment may hold secrets and `PG…` variables; the server gets neither. */
const serverEnvironment = () => ({ PATH: process.env['PATH'], LC_MESSAGES: 'C', TZ: 'UTC' });

function launch(postgres: string, options: PostgresOptions, user?: UnprivilegedUser): ChildProcess {
  const { dataDirectory, port, logFile, settings = [] } = options;
  const fixed = [`listen_addresses=${LOOPBACK}`, 'unix_socket_directories=', 'max_connections=200'];
  const args = [
    '-D',
    dataDirectory,
    '-p',
    String(port),
    ...[...fixed, ...settings].flatMap((one) => ['-c', one]),
  ];
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(postgres, args, {
    ...user,
    cwd: dataDirectory,
    stdio: ['ignore', log, log],
    env: serverEnvironment(),
  });
  closeSync(log);
  return child;
}

async function untilReady(child: ChildProcess, options: PostgresOptions): Promise<void> {
  const failure = once(child, 'error').then(([error]) => error as Error);
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    const waited = await Promise.race([failure, new Promise((next) => setTimeout(next, POLL_MS))]);
    if (waited instanceof Error || child.exitCode !== null || child.signalCode !== null) break;
    if (isReady(options.dataDirectory)) return;
  }
  child.kill('SIGINT');
  throw failed('PostgreSQL did not start.', options);
}

/** The server writes its state into the eighth line of its lock file (`LOCK_FILE_LINE_PM_STATUS`, pidfile.h). */
function isReady(dataDirectory: string): boolean {
  const lock = join(dataDirectory, 'postmaster.pid');
  return existsSync(lock) && readFileSync(lock, 'utf8').split('\n')[7]?.trim() === 'ready';
}

const failed = (message: string, { logFile }: PostgresOptions, cause?: unknown) =>
  new SandboxError(
    'E_SANDBOX_START_FAILED',
    message,
    `Read ${logFile}, mend what it names, and start again.`,
    cause,
  );

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT');
  await ended;
}
