import { createHash, randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { inSharedPlace, PASSABLE } from '../postgres/shared-place.ts';
import { isReachableByAll, unprivilegedUser } from '../postgres/unprivileged-user.ts';
import { SandboxError } from '../sandbox-error.ts';

/** Where the sandbox keeps things: all below `<home>/sandbox`, except a database that must be reachable by another user. */
export type SandboxHome = {
  readonly root: string;
  readonly settingsFile: string;
  readonly secretsFile: string;
  readonly stateFile: string;
  readonly serverLog: string;
  readonly postgresLog: string;
  readonly dataDirectory: string;
  readonly blobDirectory: string;
  readonly mailDirectory: string;
  /** Secrets of the reference platform's tenants. */
  readonly vaultFile: string;
};

export const stateFileOf = (home: string): string => join(resolve(home), 'sandbox', 'state.json');

/** Opens the sandbox's place in a console home, and makes it. @throws SandboxError E_SANDBOX_HOME_UNWRITABLE */
export function openHome(home: string): SandboxHome {
  const root = join(resolve(home), 'sandbox');
  try {
    mkdirSync(root, { recursive: true, mode: PASSABLE });
    accessSync(root, constants.W_OK);
    chmodSync(root, PASSABLE);
  } catch (cause) {
    const fix = 'Name a home that this user may write to, or give it that right.';
    throw new SandboxError('E_SANDBOX_HOME_UNWRITABLE', `${root} cannot be written to.`, fix, cause);
  }
  const place = (name: string) => join(root, name);
  return {
    root,
    settingsFile: place('settings.json'),
    secretsFile: place('secrets.json'),
    stateFile: stateFileOf(home),
    serverLog: place('server.log'),
    postgresLog: place('postgres.log'),
    dataDirectory: join(databasePlace(root), 'postgres'),
    blobDirectory: place('blobs'),
    mailDirectory: place('mail'),
    vaultFile: place('vault.json'),
  };
}

/** As root the database runs as another user, who cannot enter a private home: its folder then lies in a shared place. */
function databasePlace(root: string): string {
  if (unprivilegedUser() === undefined || isReachableByAll(root)) return root;
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16);
  return inSharedPlace(`tenant-console-sandbox-${name}`);
}

/** Replaces a file as a whole, readable by its owner only. */
export function writePrivate(file: string, value: unknown): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(value, undefined, 2), { mode: 0o600 });
  renameSync(draft, file);
}

/** The JSON in a file of ours, or undefined when there is none. */
export const readJson = (file: string): unknown =>
  existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;

export type SandboxSecrets = {
  readonly superuserPassword: string;
  readonly ownerPassword: string;
  readonly consolePassword: string;
  readonly authSecret: string;
  readonly blobSecret: string;
  readonly mailApiKey: string;
  readonly controlToken: string;
  readonly canaryPassword: string;
  readonly superAdminPassword: string;
  /** Of all other seeded users. Nobody needs it; it is kept apart so that knowing the canary's opens no other tenant. */
  readonly othersPassword: string;
};

const newSecret = (): string => randomBytes(24).toString('base64url');

/** The sandbox's own secrets, drawn once and kept as long as its data. */
export function loadSecrets({ secretsFile }: SandboxHome): SandboxSecrets {
  const kept = readJson(secretsFile) as Partial<SandboxSecrets> | undefined;
  const drawn = {
    superuserPassword: newSecret(),
    ownerPassword: newSecret(),
    consolePassword: newSecret(),
    authSecret: newSecret(),
    blobSecret: newSecret(),
    mailApiKey: `re_${newSecret()}`,
    controlToken: newSecret(),
    canaryPassword: newSecret(),
    superAdminPassword: newSecret(),
    othersPassword: newSecret(),
    ...kept, // a home of an older release lacks some
  };
  writePrivate(secretsFile, drawn);
  return drawn;
}
