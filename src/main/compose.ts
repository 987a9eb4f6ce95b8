import { join } from 'node:path';
import type { Call, InputOf, OutputOf } from '../shared/contract/call.ts';
import { OperatorError } from '../shared/errors/operator-error.ts';
import type { Connection } from '../shared/model/connection.ts';
import type { LedgerEntry } from '../shared/model/ledger-entry.ts';
import type { Secret } from '../shared/model/secret.ts';
import type { VerifyReport } from '../shared/model/verify-report.ts';
import { ageCipher } from './adapters/age/age-cipher.adapter.ts';
import { argon2PasswordHash } from './adapters/argon2/password-hash.adapter.ts';
import { bitwardenShare } from './adapters/bitwarden/bitwarden-share.adapter.ts';
import type { StartChild } from './adapters/keychain/child.ts';
import { askKeyringProcess } from './adapters/keychain/keyring-process.ts';
import { keychainSecrets } from './adapters/keychain/keychain-secrets.adapter.ts';
import { openKeychain } from './adapters/keychain/open-keychain.ts';
import { manualShare } from './adapters/manual-share/manual-share.adapter.ts';
import { onePasswordShare } from './adapters/onepassword/onepassword-share.adapter.ts';
import { openpgpCipher } from './adapters/openpgp/openpgp-cipher.adapter.ts';
import { openpgpShare } from './adapters/openpgp/openpgp-share.adapter.ts';
import { pgDump } from './adapters/pg-dump/database-dump.adapter.ts';
import { portalsOverHttp } from './adapters/portal/portal.adapter.ts';
import type { Patience } from './adapters/postgres/patience.ts';
import { tlsOf } from './adapters/postgres/pool.ts';
import { PostgresGateway } from './adapters/postgres/postgres-gateway.adapter.ts';
import { openPostgresServer } from './adapters/postgres/postgres-server.adapter.ts';
import { reportFiles } from './adapters/report-files/report-files.adapter.ts';
import { resendMail } from './adapters/resend/resend-mail.adapter.ts';
import { noLeakRange, noPlatform, noSandbox } from './adapters/sandbox/no-sandbox.adapter.ts';
import { leakRanges } from './adapters/sandbox/leak-range.adapter.ts';
import { platformProcess } from './adapters/sandbox/platform-process.adapter.ts';
import { sandboxProcess } from './adapters/sandbox/sandbox-process.adapter.ts';
import { sealedDraftFiles } from './adapters/sealed-files/draft-store.adapter.ts';
import { sealedKnownValues } from './adapters/sealed-files/known-values.adapter.ts';
import { openSqliteLedgerStore } from './adapters/sqlite/sqlite-ledger-store.adapter.ts';
import { memoryTenantIndex } from './adapters/sqlite/tenant-index.adapter.ts';
import { sqliteTenantLock } from './adapters/sqlite/tenant-lock.adapter.ts';
import { openHome } from './adapters/system/console-home.ts';
import { writeDefect } from './adapters/system/defect-log.ts';
import { systemClock } from './adapters/system/system-clock.adapter.ts';
import { systemCommands } from './adapters/system/system-command.adapter.ts';
import { systemIds } from './adapters/system/system-ids.adapter.ts';
import { vaultSecrets } from './adapters/vault/vault-secrets.adapter.ts';
import { zipExports } from './adapters/zip/export-files.adapter.ts';
import type { StepProgress } from './engine/run-session.ts';
import { loadKeys } from './ledger/keys.ts';
import { examineLedger, openLedger } from './ledger/ledger.ts';
import type { Actor, ConsoleContext } from './operations/console-context.ts';
import { operations } from './operations/index.ts';
import { perform } from './operations/operation.ts';
import { OpenRuns } from './operations/open-runs.ts';
import { TenantDirectory } from './operations/tenant-directory.ts';
import type { Clock } from './ports/clock.port.ts';
import type { Catalogue } from './ports/database.port.ts';
import type { FailPoints } from './ports/fail-points.port.ts';
import type { IdSource } from './ports/id-source.port.ts';
import type { Policy } from './policy/fold-policy.ts';
import { policyInForce } from './policy/policy-in-force.ts';
import type { Keychain } from './ports/keychain.port.ts';
import type { Migrations } from './ports/migrations.port.ts';
import type { RenderRegister } from './ports/register-document.port.ts';
import type { SecretStore } from './ports/secrets.port.ts';
import { tenancyModels } from './tenancy/index.ts';

/** A keychain's prompt waits for a person, but not for ever. */
const KEYCHAIN_PROMPT_MS = 60_000;

// What a host can do without opening a console.
export { checkCertificate } from './certificates/check-certificate.ts';
export { certificatePage } from './certificates/certificate-page.ts';
export { isolationPage } from './isolation/report/isolation-page.ts';

export type ConsoleOptions = {
  /** Folder of everything this console keeps. */
  readonly home: string;
  /** Opens the passphrase vault where there is no system keychain. */
  readonly passphrase?: Secret;
  /** Whether a new home may end up with a throw-away keychain: for the sandbox alone. */
  readonly allowThrowAway?: boolean;
  /** The Node.js that runs the sandbox, this very program when left out; `none` where no sandbox was installed. */
  readonly sandboxNode?: string;
  /** How the keychain's process is started; as a child of Node when left out. */
  readonly startChild?: StartChild;
  /** Aborted when the host asks everything to stop at the next safe point. */
  readonly signal?: AbortSignal;
  /** For tests that kill the process; none in the product. */
  readonly failPoints?: FailPoints;
  /** The system's when left out. */
  readonly clock?: Clock;
  /** How long the database is waited for; the usual when left out. */
  readonly patience?: Partial<Patience>;
};

/** The console as a host sees it: calls by contract, and what happens as it happens. */
export type Console = {
  readonly home: string;
  /** Time and chance, for what a host itself makes: session tokens, nonces, references. */
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Errors: `E_FORBIDDEN`, `E_INVALID_INPUT`, and those of the call. */
  call<Input extends Call['input'], Output extends Call['output']>(
    call: Call<Input, Output>,
    input: InputOf<Call<Input, Output>>,
  ): Promise<OutputOf<Call<Input, Output>>>;
  /** Entries of the ledger from now on; answers with the way to stop. */
  subscribe(listener: (entry: LedgerEntry) => void): () => void;
  /** How far long steps have come; answers with the way to stop. */
  onProgress(listener: (progress: StepProgress) => void): () => void;
  /** Reads ahead what a search needs, so that the first one finds it there; lets calls go before. */
  readAhead(): Promise<void>;
  /** Delivers what other processes of this home have appended. */
  poll(): void;
  /** Anchors the ledger and lets go of everything. */
  close(): Promise<void>;
};

/**
 * Joins ports and adapters, the only place that does, and opens the console on a home.
 * Errors: `E_HOME_UNUSABLE`, those of the keychain and of the ledger.
 */
export async function openConsole(options: ConsoleOptions): Promise<Console> {
  const { home, clock = systemClock, failPoints } = options;
  const ids = systemIds(clock);
  const settings = await openHome(home, ids);
  const { passphrase, allowThrowAway = false } = options;
  const ask = askKeyringProcess(KEYCHAIN_PROMPT_MS, process.env, options.startChild);
  const keychain = await openKeychain({ home, ids, allowThrowAway, ask, ...(passphrase && { passphrase }) });
  const store = openSqliteLedgerStore({ path: join(home, 'ledger.sqlite') });
  const ledger = await openLedger({ store, keychain, clock, ids, failPoints, ...settings });
  const { operator: signer } = await loadKeys(keychain);
  const listeners = new Set<(progress: StepProgress) => void>();
  const context: ConsoleContext = {
    ...systemParts(options, clock),
    actor: actorOf(policyInForce(ledger), signer.keyId),
    signer,
    keychain,
    ledger,
    ids,
    directory: new TenantDirectory(ledger, memoryTenantIndex()),
    openRuns: new OpenRuns(ledger),
    reports: reportFiles(join(home, 'reports')),
    exportFiles: zipExports({
      folder: join(home, 'exports'),
      ciphers: { openpgp: openpgpCipher(clock), age: ageCipher(systemCommands()) },
    }),
    knownValues: sealedKnownValues({ folder: join(home, 'exports'), keychain, ids }),
    openSecrets: (connection, token) => openSecrets(keychain, connection, token),
    drafts: sealedDraftFiles({ folder: join(home, 'drafts'), keychain, ids }),
    runSecrets: new Map(),
    onProgress: (progress) => listeners.forEach((listener) => listener(progress)),
    signal: options.signal ?? new AbortController().signal,
    failPoints,
  };
  return consoleOver(home, context, listeners);
}

/**
 * The verdict over the ledger of a home that may be too damaged for a console to open on it; appends nothing.
 * Errors: `E_HOME_UNUSABLE`, those of the keychain, `E_LEDGER_KEYS_MISSING`.
 */
export async function examineHome(
  options: Pick<ConsoleOptions, 'home' | 'passphrase' | 'startChild'>,
): Promise<VerifyReport> {
  const { home, passphrase, startChild } = options;
  const ids = systemIds(systemClock);
  const settings = await openHome(home, ids);
  const ask = askKeyringProcess(KEYCHAIN_PROMPT_MS, process.env, startChild);
  const keychain = await openKeychain({
    home,
    ids,
    allowThrowAway: false,
    ask,
    ...(passphrase && { passphrase }),
  });
  const store = openSqliteLedgerStore({ path: join(home, 'ledger.sqlite') });
  try {
    return await examineLedger({ store, keychain, ...settings });
  } finally {
    store.close();
  }
}

/** Keeps a defect in the home's own log, for a console that may not even have opened, and answers with its reference. */
export const recordDefect = (home: string, defect: unknown, where = 'console'): Promise<string> =>
  writeDefect({ home, clock: systemClock, ids: systemIds(systemClock) }, defect, where);

/** What does not depend on the home's keys. */
function systemParts(
  { home, sandboxNode = process.execPath, failPoints, patience }: ConsoleOptions,
  clock: Clock,
) {
  const run = systemCommands();
  return {
    clock,
    locks: sqliteTenantLock(join(home, 'locks')),
    models: tenancyModels,
    gateway: ({ statements, expectedSchema: expected }: Catalogue) =>
      new PostgresGateway({
        statements,
        expected,
        clock,
        failPoints,
        ...(patience && { patience }),
      }),
    openServer: (url, tls) => openPostgresServer(url, tls, failPoints),
    openMigrations,
    dumpDatabase: pgDump(run),
    openPortal: portalsOverHttp({ clock, failPoints }),
    openMail: ({ apiUrl }, apiKey) => resendMail({ baseUrl: apiUrl, apiKey, failPoints }),
    openObjects: async (settings, token) =>
      (await readBlobAdapter()).vercelBlob({ ...settings, token, clock, failPoints }),
    shares: [
      onePasswordShare({ run, clock }),
      bitwardenShare(run),
      openpgpShare({ folder: join(home, 'hand-over'), clock, failPoints }),
      manualShare,
    ],
    passwordHash: argon2PasswordHash,
    renderRegister,
    sandbox: sandboxNode === 'none' ? noSandbox : sandboxProcess(sandboxIn(home, sandboxNode)),
    platform: sandboxNode === 'none' ? noPlatform : platformProcess(sandboxIn(home, sandboxNode)),
    openLeakRange: sandboxNode === 'none' ? noLeakRange : leakRanges(sandboxIn(home, sandboxNode)),
  } satisfies Partial<ConsoleContext>;
}

// What few runs need is read when it is needed: it would make every start slower.

const readBlobAdapter = () => import('./adapters/vercel-blob/vercel-blob.adapter.ts');

const renderRegister: RenderRegister = async (pages, about) => {
  const pdf = await import('./adapters/pdfkit/register-pdf.adapter.ts');
  return pdf.renderRegister(pages, about);
};

const STORE_MS = 10_000;

async function openSecrets(
  keychain: Keychain,
  { name, secretStore }: Connection,
  token: Secret | undefined,
): Promise<SecretStore> {
  const { kind = 'keychain', url = '', mount = 'secret' } = secretStore ?? {};
  if (kind === 'keychain') return keychainSecrets(keychain, name);
  if (kind === 'azure-key-vault') {
    const { azureSecrets } = await import('./adapters/azure-key-vault/azure-secrets.adapter.ts');
    return azureSecrets({ url, timeoutMs: STORE_MS });
  }
  if (token === undefined) throw new OperatorError('E_SECRET_DENIED', { details: { token: 'not stored' } });
  return vaultSecrets({ url, mount, token, timeoutMs: STORE_MS });
}

async function openMigrations(connection: Connection): Promise<Migrations> {
  if (connection.migrations === undefined) throw new OperatorError('E_MIGRATIONS_NOT_CONFIGURED');
  const { knexMigrations } = await import('./adapters/knex/knex-migrations.adapter.ts');
  return knexMigrations({ folder: connection.migrations, ssl: (host) => tlsOf({ ...connection, host }) });
}

const sandboxIn = (home: string, node: string) => ({
  entry: new URL('../sandbox/main.ts', import.meta.url),
  node,
  home,
});

function consoleOver(
  home: string,
  context: ConsoleContext,
  listeners: Set<(progress: StepProgress) => void>,
): Console {
  const { ledger, directory, clock, ids } = context;
  return {
    home,
    clock,
    ids,
    call: async (call, input) => {
      const op = operations.get(call.name);
      if (op === undefined) throw new OperatorError('E_INVALID_INPUT', { details: { call: call.name } });
      return (await perform(op, context, input)) as never;
    },
    subscribe: (listener) => ledger.subscribe(listener),
    onProgress: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    readAhead: async () => {
      await directory.current();
    },
    poll: () => void ledger.poll(),
    close: async () => {
      await directory.stop();
      await ledger.close();
    },
  };
}

/** The key of this home and what the policy in force lets it do. */
const actorOf = (policy: () => Policy, keyId: string) => (): Actor => {
  const own = policy().identities.find((each) => each.keyId === keyId);
  return { keyId, roles: own?.roles ?? [] };
};
