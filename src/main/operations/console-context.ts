import type { Connection } from '../../shared/model/connection.ts';
import type { Role } from '../../shared/model/role.ts';
import type { Secret } from '../../shared/model/secret.ts';
import type { RunSecrets } from '../engine/run-secrets.ts';
import type { StepProgress } from '../engine/run-session.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { SigningKey } from '../ledger/signing-key.ts';
import type { OpenDoors } from './connections/open-doors.ts';
import type { OpenRuns } from './open-runs.ts';
import type { TenantDirectory } from './tenant-directory.ts';
import type { Clock } from '../ports/clock.port.ts';
import type { DumpDatabase } from '../ports/database-dump.port.ts';
import type { Catalogue } from '../ports/database.port.ts';
import type { DatabaseGateway } from '../ports/database-gateway.port.ts';
import type { OpenDatabaseServer } from '../ports/database-server.port.ts';
import type { DraftStore } from '../ports/draft-store.port.ts';
import type { ExportFiles } from '../ports/export-files.port.ts';
import type { FailPoints } from '../ports/fail-points.port.ts';
import type { IdSource } from '../ports/id-source.port.ts';
import type { Keychain } from '../ports/keychain.port.ts';
import type { OpenLeakRange } from '../ports/leak-range.port.ts';
import type { KnownValues } from '../ports/known-values.port.ts';
import type { Mail } from '../ports/mail.port.ts';
import type { ObjectStore } from '../ports/object-store.port.ts';
import type { Migrations } from '../ports/migrations.port.ts';
import type { PasswordHash } from '../ports/password-hash.port.ts';
import type { OpenPortal } from '../ports/portal.port.ts';
import type { RenderRegister } from '../ports/register-document.port.ts';
import type { ReportStore } from '../ports/report-store.port.ts';
import type { Sandbox, SandboxPlatform } from '../ports/sandbox.port.ts';
import type { SecretShare } from '../ports/secret-share.port.ts';
import type { SecretStore } from '../ports/secrets.port.ts';
import type { TenantLock } from '../ports/tenant-lock.port.ts';
import type { AnyTenancyModel } from '../tenancy/tenancy-model.ts';

/** Who is acting: the key that signs, and what the policy lets them do. */
export type Actor = { readonly keyId: string; readonly roles: readonly Role[] };

/** Everything an operation may use. Made once per process, in `compose.ts`, and nowhere else. */
export type ConsoleContext = {
  /** Asked at every call, because the policy can change while the console is open. */
  readonly actor: () => Actor;
  /** Signs with the operator's key what travels outside the ledger: policies, approvals. */
  readonly signer: SigningKey;
  readonly ledger: Ledger;
  readonly keychain: Keychain;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly locks: TenantLock;
  readonly directory: TenantDirectory;
  readonly openRuns: OpenRuns;
  readonly drafts: DraftStore;
  readonly reports: ReportStore;
  readonly exportFiles: ExportFiles;
  readonly knownValues: KnownValues;
  readonly renderRegister: RenderRegister;
  readonly models: readonly AnyTenancyModel[];
  /** The way to databases of one kind. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- every catalogue has a schema of its own
  readonly gateway: (catalogue: Catalogue) => DatabaseGateway<any>;
  readonly openServer: OpenDatabaseServer;
  /** A deployment's secret store; `token` where the store asks for one. */
  readonly openSecrets: (connection: Connection, token: Secret | undefined) => Promise<SecretStore>;
  /** A deployment's migrations of a tenant's schema. */
  readonly openMigrations: (connection: Connection) => Promise<Migrations>;
  readonly dumpDatabase: DumpDatabase;
  readonly openPortal: OpenPortal;
  readonly openMail: (settings: NonNullable<Connection['mail']>, key: Secret) => Mail;
  readonly openObjects: (settings: NonNullable<Connection['objects']>, token: Secret) => Promise<ObjectStore>;
  readonly shares: readonly SecretShare[];
  readonly passwordHash: PasswordHash;
  readonly sandbox: Sandbox;
  /** Beside it: a platform whose tenants have databases of their own. */
  readonly platform: SandboxPlatform;
  /** Sandboxes of their own, to try the detector on. */
  readonly openLeakRange: OpenLeakRange;
  /** Secrets of the runs that this process works on, by run id. */
  readonly runSecrets: Map<string, RunSecrets>;
  readonly onProgress: (progress: StepProgress) => void;
  readonly signal: AbortSignal;
  /** Stays open over several runs that one call works on; left out, every piece of work opens and closes its own. */
  readonly doors?: OpenDoors;
  /** For tests that kill the process; none in the product. */
  readonly failPoints?: FailPoints | undefined;
};
