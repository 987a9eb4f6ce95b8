import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openBlobStore, type BlobStore } from '../blob/blob-store.ts';
import { systemClock as clock } from '../clock.ts';
import { randomIds as ids } from '../ids.ts';
import { isListening, listenOnLoopback, LOOPBACK, portTaken, type LoopbackServer } from '../loopback.ts';
import { openMailStore } from '../mail/mail-store.ts';
import { createPortal } from '../portal/portal.ts';
import { openPortalDatabase } from '../portal/schema/portal-database.ts';
import type { SchemaVariant } from '../portal/schema/variant.ts';
import { endOrphan } from '../postgres/orphan.ts';
import { createRoles, OWNER_ROLE } from '../postgres/portal-cluster.ts';
import { startPostgres, startPostgresAnywhere, type PostgresServer } from '../postgres/postgres-server.ts';
import { ownFolder } from '../postgres/shared-place.ts';
import { SandboxError } from '../sandbox-error.ts';
import { grantConsoleRole, MAIL_FROM, serveBlobs, serveMail } from '../serve-portal.ts';
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
import type { Ports, RunningState, SandboxSettings } from './sandbox-state.ts';

const STORE = 'sandbox';

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
  const running = { options, postgres, secrets, blobs, remembered: settings?.ports };
  const { access, ports } = await startServices(parts, running);
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

type Running = {
  readonly options: SandboxOptions;
  readonly postgres: PostgresServer;
  readonly secrets: SandboxSecrets;
  readonly blobs: BlobStore;
  readonly remembered: Ports | undefined;
};

async function startServices(parts: AsyncDisposableStack, running: Running) {
  const { secrets, blobs, postgres, remembered, options } = running;
  const keep = <T extends LoopbackServer>(server: T): T => parts.adopt(server, ({ close }) => close());
  const stores = new Map([[STORE, blobs]]);
  const blob = keep(
    await onPort(remembered?.blob, (port) => serveBlobs(stores, secrets.blobSecret, clock, port)),
  );
  const mailParts = {
    store: openMailStore(options.home.mailDirectory),
    apiKey: secrets.mailApiKey,
    clock,
    ids,
  };
  const mail = keep(await onPort(remembered?.mail, (port) => serveMail(mailParts, port)));
  const access = {
    blob: { url: blob.url, token: blob.tokenOf(STORE) },
    mail: { url: mail.url, apiKey: secrets.mailApiKey, from: MAIL_FROM },
  };
  const fetch = openPortal(parts, running, access);
  const portal = keep(
    options.demanded.portal === undefined
      ? await onPort(remembered?.portal, (port) => listenOnLoopback(fetch, port))
      : await listenOnLoopback(fetch, options.demanded.portal),
  );
  const ports: Ports = { postgres: postgres.port, portal: portal.port, blob: blob.port, mail: mail.port };
  return { access: { ...access, portal: { url: portal.url } }, ports };
}

function openPortal(
  parts: AsyncDisposableStack,
  { options: { variant }, postgres, secrets }: Running,
  access: Pick<RunningState, 'blob' | 'mail'>,
) {
  const login = { user: OWNER_ROLE, password: secrets.ownerPassword };
  const db = openPortalDatabase(
    { host: LOOPBACK, port: postgres.port, database: DATABASE, ...login },
    variant,
  );
  parts.defer(() => db.destroy());
  return createPortal({ db, variant, clock, ids, ...access, authSecret: secrets.authSecret });
}

/** Starts on the port of the last time, so that addresses stay; on any free one when that is taken meanwhile. */
async function onPort<T>(remembered: number | undefined, start: (port?: number) => Promise<T>): Promise<T> {
  try {
    return await start(remembered);
  } catch (error) {
    if (remembered === undefined || !(error instanceof SandboxError)) throw error;
    return start();
  }
}
