import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Console } from '../../../src/main/compose.ts';
import { addConnection, listConnections } from '../../../src/shared/contract/connections.contract.ts';
import { startProvisioning } from '../../../src/shared/contract/runs.contract.ts';
import { resetSandbox, startSandbox } from '../../../src/shared/contract/sandbox.contract.ts';
import { inspectTenant } from '../../../src/shared/contract/upkeep.contract.ts';
import type { RunView } from '../../../src/shared/model/run.ts';
import { confirm, newHome, openTestConsole } from '../../helpers/console.ts';
import { adminUrls, intakeOf } from './platform-truth.ts';

/** The name of the console's only connection. */
export const connection = 'platform';

/** A console on a sandbox whose tenants have databases of their own, and the ways past the console to what is true there. */
export type PlatformConsole = {
  readonly console: Console;
  /** As the administrators of alpha and beta. */
  readonly servers: readonly [alpha: pg.Pool, beta: pg.Pool];
  readonly master: pg.Pool;
  /** Its migrations, which a test may add to. */
  readonly migrations: string;
  /** Everything of a tenant that exists anywhere. */
  readonly leftOf: (slug: string) => Promise<readonly string[]>;
  /** Provisions it and confirms whatever is asked. */
  readonly provision: (slug: string) => Promise<RunView>;
  /** Before the consoles are closed. */
  readonly close: () => Promise<void>;
};

export async function openPlatformConsole(): Promise<PlatformConsole> {
  const console = await openTestConsole({ home: newHome() });
  await console.call(startSandbox, { model: 'database' });
  const migrations = await useCopiedMigrations(console);
  const [alpha = '', beta = ''] = await adminUrls(console.home);
  const servers = [openPool(alpha), openPool(beta)] as const;
  const master = openPool(alpha.replace(/\/postgres$/, '/master'));
  return {
    ...{ console, servers, master, migrations },
    leftOf: async (slug) => {
      const { parts } = await console.call(inspectTenant, { connection, tenantId: slug });
      return parts.map(({ part }) => part);
    },
    provision: async (slug) =>
      confirm(console, await console.call(startProvisioning, { connection, intake: intakeOf(slug) })),
    close: async () => {
      await Promise.all([master, ...servers].map((pool) => pool.end()));
      await console.call(resetSandbox, {});
      await rm(migrations, { recursive: true, force: true });
    },
  };
}

const openPool = (connectionString: string): pg.Pool => new pg.Pool({ connectionString });

async function useCopiedMigrations(console: Console): Promise<string> {
  const [known] = await console.call(listConnections, {});
  if (known?.connection.migrations === undefined) throw new Error('The platform does not run');
  const migrations = await mkdtemp(join(tmpdir(), 'migrations-'));
  await cp(known.connection.migrations, migrations, { recursive: true });
  await console.call(addConnection, { connection: { ...known.connection, migrations } });
  return migrations;
}
