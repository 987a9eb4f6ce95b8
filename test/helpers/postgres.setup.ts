import { randomBytes } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { createRoles } from '../../src/sandbox/postgres/portal-cluster.ts';
import { startPostgresAnywhere } from '../../src/sandbox/postgres/postgres-server.ts';

/** The one PostgreSQL of a test run. Its superuser is `postgres`. */
export type TestCluster = {
  readonly port: number;
  readonly password: string;
  readonly ownerPassword: string;
  readonly consolePassword: string;
  /** Folder of the run; templates keep their files here. */
  readonly directory: string;
};

declare module 'vitest' {
  // An interface is what vitest asks to be merged into.
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions
  export interface ProvidedContext {
    postgres: TestCluster;
  }
}

type Shared = { users: number; started: Promise<{ cluster: TestCluster; stop: () => Promise<void> }> };

/** Each project loads this file for itself; the cluster is the process's, and its last user stops it. */
const shared = globalThis as { __testCluster?: Shared };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const running = (shared.__testCluster ??= { users: 0, started: startTestCluster() });
  running.users += 1;
  const { cluster, stop } = await running.started;
  project.provide('postgres', cluster);
  return async () => {
    running.users -= 1;
    if (running.users > 0) return;
    delete shared.__testCluster;
    await stop();
  };
}

const secret = () => randomBytes(12).toString('base64url');

/** Durability is off: a test database need not survive the machine. */
const settings = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'max_wal_senders=0',
  'wal_level=minimal',
];

export type ClusterOptions = {
  /** As a server is that has to survive: with PostgreSQL's own settings, for measuring. */
  readonly durable?: boolean;
  /** Memory of the server for pages, as PostgreSQL writes it; its own 128MB otherwise. */
  readonly sharedBuffers?: string;
  /** The folder that its own is made in. */
  readonly place?: string;
};

/** A PostgreSQL of its own, with the roles of the portal and the console. Whoever starts it stops it. */
export async function startTestCluster(options: ClusterOptions = {}): Promise<{
  cluster: TestCluster;
  stop: () => Promise<void>;
}> {
  const { durable = false, place = tmpdir(), sharedBuffers } = options;
  const directory = await mkdtemp(join(place, 'tenant-console-test-'));
  chmodSync(directory, 0o711); // as root the server runs as another user, who must pass through
  const logFile = join(directory, 'postgres.log');
  const password = secret();
  const server = await startPostgresAnywhere({
    dataDirectory: join(directory, 'postgres'),
    logFile,
    password,
    settings: [
      ...(durable ? [] : settings),
      ...(sharedBuffers === undefined ? [] : [`shared_buffers=${sharedBuffers}`]),
    ],
  });
  const cluster = {
    port: server.port,
    password,
    ownerPassword: secret(),
    consolePassword: secret(),
    directory,
  };
  await createRoles(cluster, { owner: cluster.ownerPassword, console: cluster.consolePassword });
  const stop = async () => {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  };
  return { cluster, stop };
}
