import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../src/sandbox/loopback.ts';
import { createRoles } from '../../src/sandbox/postgres/portal-cluster.ts';
import { startPostgres, startPostgresAnywhere } from '../../src/sandbox/postgres/postgres-server.ts';
import type { TestCluster } from './postgres.setup.ts';

/** A PostgreSQL of its own that dies, comes back, and is copied. What it has committed outlives it. */
export type MortalCluster = {
  readonly cluster: TestCluster;
  /** As `pg_ctl stop --mode immediate`: every connection is gone at once, and the next start has to recover. */
  readonly die: () => Promise<void>;
  readonly start: () => Promise<void>;
  /** Another server on a copy of all that this one holds now, as a standby that gets nothing from here on. Answers with its port. */
  readonly copy: () => Promise<number>;
  readonly close: () => Promise<void>;
};

const secret = () => randomBytes(12).toString('base64url');

/** The process may die, the machine does not. */
const settings = ['fsync=off', 'full_page_writes=off', 'max_wal_senders=0', 'wal_level=minimal'];

export async function startMortalCluster(): Promise<MortalCluster> {
  const directory = mkdtempSync(join(tmpdir(), 'mortal-cluster-'));
  chmodSync(directory, 0o711); // as root the server runs as another user, who must pass through
  const at = (name: string) => ({
    ...{ dataDirectory: join(directory, name), logFile: join(directory, `${name}.log`) },
    ...{ password, settings },
  });
  const password = secret();
  let server = await startPostgresAnywhere(at('postgres'));
  const { port } = server;
  const copies: (typeof server)[] = [];
  const cluster = { port, password, ownerPassword: secret(), consolePassword: secret(), directory };
  await createRoles(cluster, { owner: cluster.ownerPassword, console: cluster.consolePassword });
  const start = async () => {
    server = await startPostgres({ ...at('postgres'), port });
  };
  return {
    cluster,
    start,
    die: async () => {
      process.kill(server.pid, 'SIGQUIT');
      await server.ended;
    },
    copy: async () => {
      await server.stop();
      const name = `copy-${copies.length}`;
      execFileSync('cp', ['-a', join(directory, 'postgres'), join(directory, name)]);
      await start();
      const made = await startPostgres({ ...at(name), port: await freePort() });
      copies.push(made);
      return made.port;
    },
    close: async () => {
      for (const each of [server, ...copies]) await each.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
