import type { z } from 'zod';
import type { Connection } from '../../shared/model/connection.ts';
import type { EnvironmentFacts } from '../../shared/model/environment.ts';
import type { CleanUpProof, DetectorRecall } from '../../shared/model/isolation-report.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import type { OrphanKind } from '../../shared/model/orphan.ts';
import type { Runbook } from '../engine/runbook.ts';
import type { StepContext } from '../engine/step.ts';
import type { ApprovalsPort } from '../ports/approvals.port.ts';
import type { AnyStatement, ExpectedSchema, SchemaMap, TenantDatabase } from '../ports/database.port.ts';
import type { ExportFiles } from '../ports/export-files.port.ts';
import type { IdSource } from '../ports/id-source.port.ts';
import type { KnownValues } from '../ports/known-values.port.ts';
import type { Mail } from '../ports/mail.port.ts';
import type { ObjectStore } from '../ports/object-store.port.ts';
import type { PasswordHash } from '../ports/password-hash.port.ts';
import type { OpenPortal, Portal } from '../ports/portal.port.ts';
import type { ProbeUsers } from '../ports/probe-users.port.ts';
import type { ReportStore } from '../ports/report-store.port.ts';
import type { SecretShare } from '../ports/secret-share.port.ts';
import type { TenantTruth } from '../ports/tenant-truth.port.ts';

/** What a run may reach of the outside world, over one connection. */
export type RunPorts<Schema> = {
  readonly connection: Connection;
  readonly database: TenantDatabase<Schema>;
  /** Proves that the connection still leads where it was first met; throws `E_ENVIRONMENT_MISMATCH`. */
  readonly proveEnvironment: () => Promise<EnvironmentFacts>;
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
  readonly shares: readonly SecretShare[];
  readonly passwordHash: PasswordHash;
  readonly approvals: ApprovalsPort;
  /** Of a tenant whose off-boarding has started the clock; undefined for any other. */
  readonly retention: (tenantId: string) => RetentionStanding | undefined;
  /** The ledger's present checkpoint, a C2SP signed note. */
  readonly checkpoint: () => string;
};

export type JudgeParts<Schema> = {
  readonly database: TenantDatabase<Schema>;
  readonly connection: Connection;
  readonly passwordHash: PasswordHash;
  readonly ids: IdSource;
};

export type CheckParts<Schema> = {
  /** Resources of the portal that a new tenant has rows of from the start. */
  readonly defaults: readonly string[];
  readonly judge: (parts: JudgeParts<Schema>) => { readonly truth: TenantTruth; readonly users: ProbeUsers };
  /** Brings a fictitious tenant to life, in a sandbox. Answers with its id. */
  readonly rehearsalTenant: (parts: JudgeParts<Schema>) => Promise<string>;
};

export type Erasure<Schema> = {
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

/** What removing test data needs of a step's context. */
export type CleanUpContext<Schema> = Pick<
  StepContext<unknown, RunPorts<Schema>>,
  'run' | 'ports' | 'clock' | 'ids' | 'signal' | 'progress'
>;

/**
 * What a tenancy model must offer. The same files stand in every model's folder, so that whoever knows one finds their way
 * in the next.
 */
export type TenancyModel<Intake extends JsonObject, Schema> = {
  readonly id: string;
  readonly title: string;
  /** What the console needs of the live schema (P2). */
  readonly expectedSchema: ExpectedSchema;
  /** Every SQL statement this model may run (L15). */
  readonly statements: readonly AnyStatement[];
  /** Known readings of the schema by name, for printing statements and GRANTs without a server; the first is the default. */
  readonly readings: Readonly<Record<string, SchemaMap>>;
  /** Whether the standing canary tenant has the data that isolation probes aim at (DESIGN §5). */
  readonly hasCanary: (database: TenantDatabase<Schema>, tenantId: string) => Promise<boolean>;
  /** What provisioning asks of the operator; the wizard's form is made from it. */
  readonly intake: z.ZodType<Intake>;
  /** The id of the tenant to be: the one the intake names, or a fresh one in the deployment's format (P3, P6). */
  readonly newTenantId: (intake: Intake, connection: Connection, ids: IdSource) => string;
  readonly provision: Runbook<Intake, RunPorts<Schema>>;
  /** Verifies the isolation of a tenant that was provisioned before; `profile` names a file. */
  readonly verify: Runbook<{ readonly tenantId: string; readonly profile?: string }, RunPorts<Schema>>;
  /** What trying the detector needs of the model. */
  readonly check: CheckParts<Schema>;
  /** What off-boarding asks of the operator. */
  readonly offboard: Runbook<JsonObject & { readonly tenantId: string }, RunPorts<Schema>>;
  /** What comes after off-boarding: the final purge, and erasing again what a backup has brought back. */
  readonly erasure: Erasure<Schema>;
  /** Looks for everything that hangs below nothing (P16), all of it on one snapshot; changes nothing. */
  readonly scan: (
    database: TenantDatabase<Schema>,
    options: { readonly listed: number; readonly signal: AbortSignal },
  ) => Promise<readonly OrphanKind[]>;
  /** Removes what checks that were cut off have left in the tenant and in the canary, however young. */
  readonly cleanUpCheck: (ctx: CleanUpContext<Schema>) => Promise<CleanUpProof>;
};

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the registry holds models of every intake and schema
export type AnyTenancyModel = TenancyModel<any, any>;
