import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { lock } from 'proper-lockfile';
import type { SchemaVariant } from '../portal/schema/variant.ts';
import { endOrphan } from '../postgres/orphan.ts';
import { SandboxError } from '../sandbox-error.ts';
import { openHome, readJson, stateFileOf, type SandboxHome } from './sandbox-home.ts';
import type { AnyRunningState, SandboxSettings, SandboxState } from './sandbox-state.ts';
import { endServer, findServer, spawnServer } from './server-process.ts';

export type StartOptions = {
  /** What is stored when left out, or `brokers-snake` for a new sandbox. */
  readonly variant?: SchemaVariant | undefined;
  /** Tenants of a new sandbox, the canary among them; an existing one keeps what it has. */
  readonly tenants?: number | undefined;
  readonly postgresPort?: number | undefined;
  readonly portalPort?: number | undefined;
};

const DEFAULT_VARIANT = 'brokers-snake';
const DEFAULT_TENANTS = 5;
const STOPPED = { state: 'stopped' } as const;

/**
 * Starts the sandbox of a home, or finds it running: doing it twice is doing it once. What a killed predecessor left
 * behind (state, lock, database server) is cleared away first.
 * @throws SandboxError E_SANDBOX_PORT_TAKEN, E_SANDBOX_HOME_UNWRITABLE, E_SANDBOX_VARIANT_MISMATCH, E_SANDBOX_DATA_GONE, E_SANDBOX_START_FAILED
 */
export const startSandbox = (home: string, options: StartOptions): Promise<AnyRunningState> =>
  alone(home, async (place) => {
    const settings = readJson(place.settingsFile) as SandboxSettings | undefined;
    const variant = options.variant ?? settings?.variant ?? DEFAULT_VARIANT;
    if (settings !== undefined && settings.variant !== variant) throw mismatch(settings.variant, variant);
    const running = await findServer(place.stateFile);
    if (running !== undefined) return running;
    await endServer(place);
    refuseGone(place, [place.dataDirectory]);
    return spawnServer(place, serverArguments(home, variant, options));
  });

/** Starts the reference platform of database-per-tenant in a home of its own, or finds it running. Errors as above. */
export const startPlatform = (home: string): Promise<AnyRunningState> =>
  alone(home, async (place) => {
    const running = await findServer(place.stateFile);
    if (running !== undefined) return running;
    await endServer(place);
    refuseGone(place, [place.dataDirectory, `${place.dataDirectory}-beta`]);
    return spawnServer(place, ['--home', home, '--model', 'database']);
  });

/** The running sandbox, or that there is none. Changes nothing. */
export const sandboxStatus = async (home: string): Promise<SandboxState> =>
  (await findServer(stateFileOf(home))) ?? STOPPED;

/** Stops everything and waits until it is gone; a database server that lost its parent too. */
export const stopSandbox = (home: string): Promise<SandboxState> =>
  alone(home, async (place) => {
    await stopAll(place);
    return STOPPED;
  });

/** Stops, and removes all data and secrets of the sandbox: the next start makes a new one. */
export const resetSandbox = (home: string): Promise<SandboxState> =>
  alone(home, async (place) => {
    await stopAll(place);
    const { settingsFile, secretsFile, blobDirectory, mailDirectory, serverLog, postgresLog, dataDirectory } =
      place;
    const data = [
      place.vaultFile,
      `${dataDirectory}-beta`,
      settingsFile,
      secretsFile,
      blobDirectory,
      mailDirectory,
      serverLog,
      postgresLog,
      dataDirectory,
    ];
    for (const path of data) rmSync(path, { recursive: true, force: true });
    if (dirname(dataDirectory) !== place.root)
      rmSync(dirname(dataDirectory), { recursive: true, force: true });
    return STOPPED;
  });

async function stopAll(place: SandboxHome): Promise<void> {
  await endServer(place);
  await endOrphan(place.dataDirectory);
  await endOrphan(`${place.dataDirectory}-beta`);
}

/** One command at a time works on a home; the others wait. */
async function alone<T>(home: string, work: (place: SandboxHome) => Promise<T>): Promise<T> {
  const place = openHome(home);
  const release = await lock(place.root, {
    stale: 10_000,
    retries: { retries: 240, factor: 1, minTimeout: 250, maxTimeout: 250 },
  });
  try {
    return await work(place);
  } finally {
    await release();
  }
}

function serverArguments(home: string, variant: SchemaVariant, options: StartOptions): readonly string[] {
  const { tenants = DEFAULT_TENANTS, postgresPort, portalPort } = options;
  const ports = Object.entries({ 'postgres-port': postgresPort, 'portal-port': portalPort });
  const demanded = ports.flatMap(([name, port]) => (port === undefined ? [] : [`--${name}`, String(port)]));
  return ['--home', home, '--variant', variant, '--tenants', String(tenants), ...demanded];
}

/** With settings a start was once completed. Made anew without a word, the database would not be the one that runs and pins speak of. */
function refuseGone({ settingsFile }: SandboxHome, dataDirectories: readonly string[]): void {
  const isThere = (directory: string) => existsSync(join(directory, 'PG_VERSION'));
  if (!existsSync(settingsFile) || dataDirectories.every(isThere)) return;
  throw new SandboxError(
    'E_SANDBOX_DATA_GONE',
    'The files of the sandbox’s database are gone from the disk.',
    'Run "sandbox reset", which forgets what is left of it; the next start makes a new one.',
  );
}

const mismatch = (stored: SchemaVariant, asked: SchemaVariant) =>
  new SandboxError(
    'E_SANDBOX_VARIANT_MISMATCH',
    `The sandbox of this home has the schema variant ${stored}, not ${asked}.`,
    `Start it without naming a variant, or run "sandbox reset" first, which removes its data.`,
  );
