import type { z } from 'zod';
import type { PlacementServer } from '../../shared/contract/servers.contract.ts';
import type { Inspection } from '../../shared/contract/upkeep.contract.ts';
import type { Connection } from '../../shared/model/connection.ts';
import type { EnvironmentFacts } from '../../shared/model/environment.ts';
import type { CleanUpProof, DetectorRecall } from '../../shared/model/isolation-report.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import type { OrphanKind, OrphanRepair } from '../../shared/model/orphan.ts';
import type { Runbook } from '../engine/runbook.ts';
import type { StepContext } from '../engine/step.ts';
import type { Secret } from '../../shared/model/secret.ts';
import type { ApprovalsPort } from '../ports/approvals.port.ts';
import type { DumpDatabase } from '../ports/database-dump.port.ts';
import type { DatabaseServer } from '../ports/database-server.port.ts';
import type { Catalogue, TenantDatabase } from '../ports/database.port.ts';
import type { ExportFiles } from '../ports/export-files.port.ts';
import type { IdSource } from '../ports/id-source.port.ts';
import type { KnownValues } from '../ports/known-values.port.ts';
import type { Mail } from '../ports/mail.port.ts';
import type { ObjectStore } from '../ports/object-store.port.ts';
import type { Migrations } from '../ports/migrations.port.ts';
import type { PasswordHash } from '../ports/password-hash.port.ts';
import type { OpenPortal, Portal } from '../ports/portal.port.ts';
import type { ProbeUsers } from '../ports/probe-users.port.ts';
import type { ReportStore } from '../ports/report-store.port.ts';
import type { SecretShare } from '../ports/secret-share.port.ts';
import type { SecretStore } from '../ports/secrets.port.ts';
import type { TenantTruth } from '../ports/tenant-truth.port.ts';

/** What a run may reach of the outside world, over one connection. */
export type RunPorts<Schema> = {
  readonly connection: Connection;
  readonly database: TenantDatabase<Schema>;
  /**
   * Proves that the connection still leads where it was first met; throws `E_ENVIRONMENT_MISMATCH`, and in production
   * `E_ROLE_ON_LOAN` while the role is lent what this run does not need.
   */
  readonly proveEnvironment: (loan?: 'may-have-loan') => Promise<EnvironmentFacts>;
  /** Throws `E_PORTAL_NOT_CONFIGURED` when the connection names no portal. */
  readonly portal: () => Portal;
  /** For addresses that lead to another host: files. */
  readonly openPortal: OpenPortal;
  /** What the last self-test of the detector came to; undefined before the first. */
  readonly detector: () => DetectorRecall | undefined;
  /** Where isolation reports are kept. */
  readonly reports: ReportStore;
  /** Exports of tenants that are off-boarded. */
  readonly exportFiles: ExportFiles;
  /** What their people are known by, until nothing of it is left. */
  readonly knownValues: KnownValues;
  /** Throws `E_MAIL_NOT_CONFIGURED`. */
  readonly mail: () => Promise<Mail>;
  /** Undefined when the connection names no file store. Throws `E_OBJECTS_NOT_CONFIGURED` when its token is missing. */
  readonly objects: () => Promise<ObjectStore | undefined>;
  /** The deployment's secret store. Throws `E_SECRET_STORE_NOT_CONFIGURED`. */
  readonly secrets: () => Promise<SecretStore>;
  /** The deployment's migrations of a tenant's schema. Throws `E_MIGRATIONS_NOT_CONFIGURED`. */
  readonly migrations: () => Promise<Migrations>;
  /**
   * A server, by the name of its administrator's connection and the way to learn that. It stays open for the work at hand, and is
   * closed with it: whoever asks again gets the same, and the connection is not asked for twice.
   */
  readonly openServer: (name: string, url: () => Promise<Secret>) => Promise<DatabaseServer>;
  /**
   * Another database of the deployment by its `postgres://` URL, for the statements of `catalogue`. Stays open for the work at
   * hand, as a server does. `schemaDigest` says what its schema was just proven to be: of those with the same, one is read.
   */
  readonly openOther: <Other>(
    catalogue: Catalogue,
    url: Secret,
    schemaDigest?: string,
  ) => Promise<TenantDatabase<Other>>;
  /** Lets go of all of them at once: a database that is to be dropped must have nobody in it. */
  readonly closeOthers: () => Promise<void>;
  readonly dumpDatabase: DumpDatabase;
  readonly shares: readonly SecretShare[];
  readonly passwordHash: PasswordHash;
  readonly approvals: ApprovalsPort;
  /** Of a tenant whose off-boarding has started the clock; undefined for any other. */
  readonly retention: (tenantId: string) => RetentionStanding | undefined;
  /** The ledger's present checkpoint, a C2SP signed note. */
  readonly checkpoint: () => string;
  /** Whom the deployment's own audit trail names as the one who acts. */
  readonly attributedTo: (run: { readonly runId: string; readonly operator: string }) => Promise<string>;
};

export type JudgeParts<Schema> = {
  readonly database: TenantDatabase<Schema>;
  readonly connection: Connection;
  readonly passwordHash: PasswordHash;
  readonly ids: IdSource;
};

/** What a model offers whose tenants share a portal and its tables: where isolation is a matter of every request. */
export type SharedPortal<Schema> = {
  /** Whether the standing canary tenant has the data that isolation probes aim at (DESIGN §5). */
  readonly hasCanary: (database: TenantDatabase<Schema>, tenantId: string) => Promise<boolean>;
  /** Resources of the portal that a new tenant has rows of from the start. */
  readonly defaults: readonly string[];
  readonly judge: (parts: JudgeParts<Schema>) => { readonly truth: TenantTruth; readonly users: ProbeUsers };
  /** Brings a fictitious tenant to life, in a sandbox. Answers with its id. */
  readonly rehearsalTenant: (parts: JudgeParts<Schema>) => Promise<string>;
};

/** A column of which nobody has said whose data it holds. */
export type UnclassifiedColumn = {
  readonly column: string;
  readonly type: string;
  readonly guess?: { readonly holds: string; readonly by: 'name' | 'content' };
};

export type Erasure<Schema> = {
  /** With a guess by name and by a sample of the tenant's own rows; nothing is decided by it. */
  readonly unclassified: (
    database: TenantDatabase<Schema>,
    tenantId: string,
    signal: AbortSignal,
  ) => Promise<readonly UnclassifiedColumn[]>;
  readonly purge: Runbook<JsonObject & { readonly tenantId: string }, RunPorts<Schema>>;
  /** Takes what off-boarding takes of its input, and the run that asked for it first. */
  readonly again: Runbook<JsonObject & { readonly tenantId: string }, RunPorts<Schema>>;
  /** Whether somebody is there again; `input` is that of `again`. */
  readonly hasReturned: (
    database: TenantDatabase<Schema>,
    input: JsonObject,
    signal: AbortSignal,
  ) => Promise<boolean>;
};

/** How long the law keeps a tenant's records, and whether somebody holds them beyond that. */
export type RetentionStanding = { readonly until: string; readonly held: boolean };

/** What can be done about a tenant beside provisioning, verifying and off-boarding it. */
export type Upkeep<Schema> = {
  /** Which parts of it exist, and who made them; changes nothing. */
  readonly inspect: (ports: RunPorts<Schema>, tenantId: string) => Promise<Inspection>;
  /** By the name that a host calls them. Their input names the tenant by `tenantId`, or as the intake does. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each asks for an input of its own
  readonly runbooks: Readonly<Record<string, Runbook<any, RunPorts<Schema>>>>;
};

/** What a look for orphans works with. */
export type ScanOptions = { readonly listed: number; readonly signal: AbortSignal };

/** What removing test data needs of a step's context. */
export type CleanUpContext<Schema> = Pick<
  StepContext<unknown, RunPorts<Schema>>,
  'run' | 'ports' | 'clock' | 'ids' | 'signal' | 'progress'
>;

/** What is to be done about orphans of one kind. */
export type RepairWish = {
  readonly kind: string;
  readonly repair: OrphanRepair;
  readonly orphans: readonly { readonly id: string; readonly parentId: string; readonly runId?: string }[];
  /** The parent that they are attached to. */
  readonly to?: string;
  /** Whose login a new administrator has. */
  readonly admin?: { readonly name: string; readonly email: string };
};

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each runbook has an input of its own
type AnyRunbook = Runbook<any, any>;
export type OpenRepair = {
  readonly runbook: AnyRunbook;
  readonly input: JsonObject & { readonly tenantId: string };
};

export type Repairs = {
  readonly runbooks: readonly AnyRunbook[];
  /** The runbook that carries a wish out, and its input. Errors: `E_REPAIR_NOT_OFFERED`, `E_REPAIR_TARGET`. */
  readonly open: (wish: RepairWish) => OpenRepair;
};

/**
 * What a tenancy model must offer. The same files stand in every model's folder, so that whoever knows one finds their way
 * in the next.
 */
export type TenancyModel<Intake extends JsonObject, Schema> = {
  readonly id: string;
  readonly title: string;
  /** The databases this model works on, the connection's own first: what it needs of each, and may run there (P2, L15). */
  readonly catalogues: readonly [Catalogue, ...Catalogue[]];
  /** What provisioning asks of the operator; the wizard's form is made from it. */
  readonly intake: z.ZodType<Intake>;
  /** The id of the tenant to be: the one the intake names, or a fresh one in the deployment's format (P3, P6). */
  readonly newTenantId: (intake: Intake, connection: Connection, ids: IdSource) => string;
  readonly provision: Runbook<Intake, RunPorts<Schema>>;
  /** Verifies the isolation of a tenant that was provisioned before; `profile` names a file. */
  readonly verify: Runbook<{ readonly tenantId: string; readonly profile?: string }, RunPorts<Schema>>;
  /** For a model whose tenants have parts that can disagree. */
  readonly upkeep?: Upkeep<Schema>;
  /** The servers that tenants are placed on, for a model that places them. */
  readonly servers?: (ports: RunPorts<Schema>) => Promise<readonly PlacementServer[]>;
  /** For trying the detector, and for the doctor; a model that shares nothing between tenants has none. */
  readonly sharedPortal?: SharedPortal<Schema>;
  /** What off-boarding asks of the operator. */
  readonly offboard: Runbook<JsonObject & { readonly tenantId: string }, RunPorts<Schema>>;
  /** What comes after off-boarding: the final purge, and erasing again what a backup has brought back; for one that leaves rows. */
  readonly erasure?: Erasure<Schema>;
  /** Looks for everything that hangs below nothing (P16); changes nothing. */
  readonly scan: (ports: RunPorts<Schema>, options: ScanOptions) => Promise<readonly OrphanKind[]>;
  /** How what a scan finds is repaired; none for a model that finds nothing to repair. */
  readonly repairs?: Repairs;
  /** Removes what checks that were cut off have left behind, however young. */
  readonly cleanUpCheck: (ctx: CleanUpContext<Schema>) => Promise<CleanUpProof>;
};

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the registry holds models of every intake and schema
export type AnyTenancyModel = TenancyModel<any, any>;
