import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { systemClock as clock } from '../clock.ts';
import { randomIds as ids } from '../ids.ts';
import { isListening, listenOnLoopback, LOOPBACK, type LoopbackServer } from '../loopback.ts';
import { openMailStore } from '../mail/mail-store.ts';
import { endOrphan } from '../postgres/orphan.ts';
import { applyConsoleRole, CONSOLE_ROLE } from '../postgres/portal-cluster.ts';
import { startPostgres, startPostgresAnywhere, type PostgresServer } from '../postgres/postgres-server.ts';
import { ownFolder } from '../postgres/shared-place.ts';
import { loadSecrets, readJson, writePrivate, type SandboxHome } from '../process/sandbox-home.ts';
import { serveMail } from '../serve-portal.ts';
import { SandboxError } from '../sandbox-error.ts';
import { KeyValueStore } from './key-value-store.ts';
import { createPlatformApi } from './platform-api.ts';
import type { PlatformSettings, PlatformState } from './platform-state.ts';
import { adminSecretOf, MASTER, prepareMaster, shutPublicDoors, superuserUrl } from './prepare-master.ts';
import { openTenantDoor } from './tenant-door.ts';
import { createVaultApi } from './vault-api.ts';

const MAIL_FROM = 'Platform <no-reply@platform.example>';
const ADMIN_API_SECRET = 'platform-admin-api';
/** The master database lies on the first. */
const SERVERS = ['alpha', 'beta'] as const;
type ServerName = (typeof SERVERS)[number];

export type RunningPlatform = {
  readonly state: PlatformState;
  readonly databaseEnded: Promise<void>;
  readonly close: () => Promise<void>;
};

/** Starts the reference platform of database-per-tenant in this process: two servers, master database, vault, mail, API. */
export async function runPlatform(home: SandboxHome): Promise<RunningPlatform> {
  await using parts = new AsyncDisposableStack();
  const secrets = loadSecrets(home);
  const settings = readJson(home.settingsFile) as PlatformSettings | undefined;
  for (const server of SERVERS) await endOrphan(folderOf(home, server));
  if (settings === undefined) wipeUnfinished(home);
  const start = (server: ServerName) => startServer(home, server, secrets.superuserPassword, settings);
  const servers = await Promise.all(SERVERS.map(start));
  for (const server of servers) parts.defer(server.stop);
  const [alpha, beta] = servers as [PostgresServer, PostgresServer];
  const store = new KeyValueStore(home.vaultFile);
  if (settings === undefined) {
    await prepareMaster(alpha, SERVERS, secrets.consolePassword);
    await Promise.all(servers.map(shutPublicDoors));
  }
  await grantConsoleRole(alpha);
  storeAdmins(store, { alpha, beta }, secrets.controlToken);
  const services = await startServices(parts, home, { alpha, store, settings, secrets });
  const ports = { alpha: alpha.port, beta: beta.port, ...services.ports };
  writePrivate(home.settingsFile, { ports } satisfies PlatformSettings);
  const state: PlatformState = {
    ...{ state: 'running', model: 'database', pid: process.pid, ...services.access },
    postgres: {
      ...{ host: LOOPBACK, port: alpha.port, database: MASTER, user: CONSOLE_ROLE },
      ...{ password: secrets.consolePassword, ownerUrl: superuserUrl(alpha, MASTER) },
    },
    servers: SERVERS,
    migrations: fileURLToPath(new URL('migrations', import.meta.url)),
  };
  const owned = parts.move();
  const databaseEnded = Promise.race(servers.map(({ ended }) => ended));
  return { state, databaseEnded, close: () => owned.disposeAsync() };
}

const folderOf = ({ dataDirectory }: SandboxHome, server: ServerName): string =>
  server === 'alpha' ? dataDirectory : `${dataDirectory}-${server}`;

/** Without settings no start was ever completed: half a database is worth nothing. */
function wipeUnfinished(home: SandboxHome): void {
  for (const path of [...SERVERS.map((server) => folderOf(home, server)), home.vaultFile, home.mailDirectory])
    rmSync(path, { recursive: true, force: true });
}

async function startServer(
  home: SandboxHome,
  server: ServerName,
  password: string,
  settings: PlatformSettings | undefined,
): Promise<PostgresServer> {
  const dataDirectory = folderOf(home, server);
  ownFolder(dirname(dataDirectory));
  const options = { dataDirectory, password, logFile: home.postgresLog };
  const port = settings?.ports[server];
  if (port === undefined || (await isListening(port))) return startPostgresAnywhere(options);
  return startPostgres({ ...options, port });
}

/** The console's role may do what the product's own statements need, and nothing else. */
async function grantConsoleRole(cluster: PostgresServer): Promise<void> {
  const file = new URL('../../../resources/console-role.master.sql', import.meta.url);
  if (existsSync(file)) await applyConsoleRole(cluster, MASTER, readFileSync(file, 'utf8'));
}

/** Ports may have changed since the last start. */
function storeAdmins(
  store: KeyValueStore,
  servers: Readonly<Record<ServerName, PostgresServer>>,
  adminKey: string,
): void {
  const at = clock.now().toISOString();
  for (const server of SERVERS)
    store.write(adminSecretOf(server), { value: superuserUrl(servers[server]) }, undefined, at);
  store.write(ADMIN_API_SECRET, { value: adminKey }, undefined, at);
}

type Services = {
  readonly alpha: PostgresServer;
  readonly store: KeyValueStore;
  readonly settings: PlatformSettings | undefined;
  readonly secrets: ReturnType<typeof loadSecrets>;
};

async function startServices(
  parts: AsyncDisposableStack,
  home: SandboxHome,
  { alpha, store, settings, secrets }: Services,
) {
  const keep = async (port: number | undefined, start: (port?: number) => Promise<LoopbackServer>) =>
    parts.adopt(await onPort(port, start), ({ close }) => close());
  const { mailApiKey: apiKey, controlToken: adminKey, authSecret: token } = secrets;
  const mailParts = { store: openMailStore(home.mailDirectory), apiKey, clock, ids };
  const mail = await keep(settings?.ports.mail, (port) => serveMail(mailParts, port));
  const vaultApi = createVaultApi({ store, token, clock });
  const vault = await keep(settings?.ports.vault, (port) => listenOnLoopback(vaultApi, port));
  const master = parts.adopt(new pg.Pool({ connectionString: superuserUrl(alpha, MASTER) }), (pool) =>
    pool.end(),
  );
  const isActive = async (tenant: string) => {
    const text = `select 1 from identity.tenant where slug = $1 and status = 'active'`;
    return (await master.query(text, [tenant])).rowCount === 1;
  };
  const api = createPlatformApi({ master, adminKey, door: openTenantDoor(store, isActive, clock) });
  const portal = await keep(settings?.ports.portal, (port) => listenOnLoopback(api, port));
  return {
    ports: { mail: mail.port, vault: vault.port, portal: portal.port },
    access: {
      portal: { url: portal.url },
      mail: { url: mail.url, apiKey, from: MAIL_FROM },
      vault: { url: vault.url, token },
    },
  };
}

/** On the port of the last time, so that addresses stay; on any free one when that is taken meanwhile. */
async function onPort<T>(remembered: number | undefined, start: (port?: number) => Promise<T>): Promise<T> {
  try {
    return await start(remembered);
  } catch (error) {
    if (remembered === undefined || !(error instanceof SandboxError)) throw error;
    return start();
  }
}
