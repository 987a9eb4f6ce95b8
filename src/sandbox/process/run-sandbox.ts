import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openBlobStore, type BlobStore } from '../blob/blob-store.ts';
import { systemClock as clock } from '../clock.ts';
import { isListening, portTaken } from '../loopback.ts';
import type { SchemaVariant } from '../portal/schema/variant.ts';
import { endOrphan } from '../postgres/orphan.ts';
import { createRoles } from '../postgres/portal-cluster.ts';
import { startPostgres, startPostgresAnywhere, type PostgresServer } from '../postgres/postgres-server.ts';
import { ownFolder } from '../postgres/shared-place.ts';
import { grantConsoleRole } from '../serve-portal.ts';
import type { SeedResult } from '../seed/seed.ts';
import { DATABASE, describeSandbox } from './describe-sandbox.ts';
import { prepareDatabase } from './prepare-database.ts';
import {
  loadSecrets,
  readJson,
  writePrivate,
  type SandboxHome,
  type SandboxSecrets,
} from './sandbox-home.ts';
import type { RunningState, SandboxSettings } from './sandbox-state.ts';
import { startServices, STORE } from './start-services.ts';

export type SandboxOptions = {
  readonly home: SandboxHome;
  readonly variant: SchemaVariant;
  /** Tenants to seed, where nothing is seeded yet. */
  readonly tenants: number;
  /** Ports asked for by number: one that is taken is an error, while a remembered one is then replaced. */
  readonly demanded: { readonly postgres: number | undefined; readonly portal: number | undefined };
};

export type RunningSandbox = {
  readonly state: RunningState;
  /** Resolves when the database ends without being told to. */
  readonly databaseEnded: Promise<void>;
  readonly close: () => Promise<void>;
};

/** Starts the whole sandbox in this process; what was started is stopped again when a later part fails. */
export async function runSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const { home, variant, demanded } = options;
  await using parts = new AsyncDisposableStack();
  const secrets = loadSecrets(home);
  const settings = readJson(home.settingsFile) as SandboxSettings | undefined;
  await endOrphan(home.dataDirectory); // first of all: it holds ports, and works on files that may be wiped
  if (settings === undefined) wipeUnfinished(home);
  const postgres = await startDatabase(home, secrets, demanded.postgres, settings?.ports.postgres);
  parts.defer(postgres.stop);
  const blobs = openBlobStore(join(home.blobDirectory, STORE), clock);
  const seed = settings?.seed ?? (await prepare(options, postgres, secrets, blobs));
  await grantConsoleRole(postgres, DATABASE, variant);
  const data = { variant, postgresPort: postgres.port, secrets, blobs, mailDirectory: home.mailDirectory };
  const wanted = { remembered: settings?.ports, portal: demanded.portal };
  const { access, ports } = await startServices(parts, data, wanted);
  writePrivate(home.settingsFile, { variant, seed, ports } satisfies SandboxSettings);
  const state = describeSandbox({ variant, seed, secrets, postgresPort: postgres.port, ...access });
  const owned = parts.move();
  return { state, databaseEnded: postgres.ended, close: () => owned.disposeAsync() };
}

/** Without settings no start was ever completed: half a database is worth nothing. */
function wipeUnfinished({ dataDirectory, blobDirectory, mailDirectory }: SandboxHome): void {
  for (const directory of [dataDirectory, blobDirectory, mailDirectory])
    rmSync(directory, { recursive: true, force: true });
}

async function startDatabase(
  { dataDirectory, postgresLog: logFile }: SandboxHome,
  { superuserPassword: password }: SandboxSecrets,
  demanded: number | undefined,
  remembered: number | undefined,
): Promise<PostgresServer> {
  const options = { dataDirectory, logFile, password };
  ownFolder(dirname(dataDirectory));
  if (demanded !== undefined && (await isListening(demanded))) throw portTaken(demanded);
  const port = demanded ?? remembered;
  if (port === undefined || (await isListening(port))) return startPostgresAnywhere(options);
  return startPostgres({ ...options, port });
}

async function prepare(
  { variant, tenants }: SandboxOptions,
  cluster: PostgresServer,
  secrets: SandboxSecrets,
  blobs: BlobStore,
): Promise<SeedResult> {
  const { ownerPassword, consolePassword, canaryPassword, superAdminPassword, othersPassword } = secrets;
  await createRoles(cluster, { owner: ownerPassword, console: consolePassword });
  const passwords = { canary: canaryPassword, superAdmin: superAdminPassword, others: othersPassword };
  return prepareDatabase({ cluster, database: DATABASE, ownerPassword, variant, tenants, blobs, passwords });
}
