import { sql } from 'kysely';
import type { Statement } from '../../../ports/database.port.ts';
import type { ServerLoad } from '../placement.ts';
import type { MasterSchema } from '../schema.ts';

const TIMEOUT_MS = 10_000;
const SERVER_CAP = 1_000;
const sampleId = '00000000-0000-4000-8000-000000000001';

/** Servers with how many tenants each has, those that are being made among them. */
export const listServers: Statement<MasterSchema, Record<string, never>, ServerLoad> = {
  name: 'database.list-servers',
  purpose: 'Read the database servers with their capacity and load',
  rowCap: SERVER_CAP,
  timeoutMs: TIMEOUT_MS,
  needs: [
    { table: 'dbServer', verb: 'SELECT' },
    { table: 'tenant', verb: 'SELECT', columns: ['id', 'dbServerId'] },
  ],
  sample: {},
  build: (db) =>
    db
      .selectFrom('dbServer')
      .leftJoin('tenant', 'tenant.dbServerId', 'dbServer.id')
      .select([
        sql<string>`${sql.ref('dbServer.id')}::text`.as('id'),
        'dbServer.name',
        'dbServer.adminSecretRef',
        sql<number>`${sql.ref('dbServer.capacityHint')}::int`.as('capacity'),
        sql<number>`count(${sql.ref('tenant.id')})::int`.as('load'),
        sql<boolean>`${sql.ref('dbServer.status')} = 'active'`.as('active'),
      ])
      .groupBy([
        'dbServer.id',
        'dbServer.name',
        'dbServer.adminSecretRef',
        'dbServer.capacityHint',
        'dbServer.status',
      ])
      .orderBy('dbServer.name')
      .compile(),
};

export type MasterRow = {
  readonly id: string;
  readonly status: string;
  readonly serverId: string;
  readonly databaseName: string;
  readonly madeBy: string | null;
};

/** The tenant of this slug, and the run that its audit trail says registered it. */
export const findTenant: Statement<MasterSchema, { readonly slug: string }, MasterRow> = {
  name: 'database.find-tenant',
  purpose: 'Look for a tenant of this slug and the run that registered it',
  rowCap: 1,
  timeoutMs: TIMEOUT_MS,
  needs: [
    { table: 'tenant', verb: 'SELECT', columns: ['id', 'slug', 'status', 'dbServerId', 'databaseName'] },
    { table: 'tenantAudit', verb: 'SELECT', columns: ['tenantId', 'eventType', 'metadata'] },
  ],
  sample: { slug: 'sample' },
  build: (db, { slug }) =>
    db
      .selectFrom('tenant')
      .leftJoin('tenantAudit', (join) =>
        join
          .onRef('tenantAudit.tenantId', '=', 'tenant.id')
          .on('tenantAudit.eventType', '=', 'TENANT_REGISTERED'),
      )
      .select([
        sql<string>`${sql.ref('tenant.id')}::text`.as('id'),
        'tenant.status',
        'tenant.databaseName',
        sql<string>`${sql.ref('tenant.dbServerId')}::text`.as('serverId'),
        sql<string | null>`${sql.ref('tenantAudit.metadata')}->>'runId'`.as('madeBy'),
      ])
      .where('tenant.slug', '=', slug)
      .compile(),
};

export type NewTenantRow = {
  readonly id: string;
  readonly slug: string;
  readonly displayName: string;
  readonly dbServerId: string;
  readonly databaseName: string;
};

export const insertTenant: Statement<MasterSchema, NewTenantRow, { readonly id: string }> = {
  name: 'database.insert-tenant',
  purpose: 'Register a tenant that is not active yet',
  rowCap: 1,
  timeoutMs: TIMEOUT_MS,
  needs: [{ table: 'tenant', verb: 'INSERT' }],
  sample: {
    id: sampleId,
    slug: 'sample',
    displayName: 'Sample',
    dbServerId: sampleId,
    databaseName: 'tenant_sample',
  },
  build: (db, row) =>
    db
      .insertInto('tenant')
      .values({ ...row, status: 'provisioning' })
      .returning('id')
      .compile(),
};

export type StatusChange = { readonly id: string; readonly from: string; readonly to: string };

export const changeStatus: Statement<MasterSchema, StatusChange, { readonly id: string }> = {
  name: 'database.change-status',
  purpose: 'Make a tenant active, or take that back',
  rowCap: 1,
  timeoutMs: TIMEOUT_MS,
  needs: [
    { table: 'tenant', verb: 'SELECT', columns: ['id', 'status'] },
    { table: 'tenant', verb: 'UPDATE', columns: ['status'] },
  ],
  sample: { id: sampleId, from: 'provisioning', to: 'active' },
  build: (db, { id, from, to }) =>
    db
      .updateTable('tenant')
      .set({ status: to })
      .where('id', '=', id)
      .where('status', '=', from)
      .returning('id')
      .compile(),
};

/** Of a tenant in this state alone: one that never became active, or one that was suspended and is gone. */
export const removeTenant: Statement<
  MasterSchema,
  { readonly id: string; readonly from: string },
  { readonly id: string }
> = {
  name: 'database.remove-tenant',
  purpose: 'Remove the registration of a tenant that is not active',
  rowCap: 1,
  timeoutMs: TIMEOUT_MS,
  needs: [
    { table: 'tenant', verb: 'SELECT', columns: ['id', 'status'] },
    { table: 'tenant', verb: 'DELETE' },
  ],
  sample: { id: sampleId, from: 'provisioning' },
  build: (db, { id, from }) =>
    db.deleteFrom('tenant').where('id', '=', id).where('status', '=', from).returning('id').compile(),
};

export type AuditRow = {
  readonly id: string;
  readonly tenantId: string;
  readonly eventType: string;
  readonly platformUserId: string;
  /** JSON text: ids, no personal data. */
  readonly metadata: string;
};

/** Rows of the platform's audit trail are only ever added. */
export const appendAudit: Statement<MasterSchema, AuditRow, { readonly id: string }> = {
  name: 'database.append-audit',
  purpose: 'Write down in the platform’s audit trail what happened to a tenant',
  rowCap: 1,
  timeoutMs: TIMEOUT_MS,
  needs: [{ table: 'tenantAudit', verb: 'INSERT' }],
  sample: {
    id: sampleId,
    tenantId: sampleId,
    eventType: 'TENANT_PROVISIONED',
    platformUserId: 'operator:sample',
    metadata: '{}',
  },
  build: (db, row) => db.insertInto('tenantAudit').values(row).returning('id').compile(),
};

export type ActivatedRow = { readonly runId: string | null; readonly platformUserId: string };

/** Which run made the tenant active, and whose (D7). */
export const findActivation: Statement<MasterSchema, { readonly tenantId: string }, ActivatedRow> = {
  name: 'database.find-activation',
  purpose: 'Look in the platform’s audit trail who made a tenant active',
  rowCap: 1,
  timeoutMs: TIMEOUT_MS,
  needs: [{ table: 'tenantAudit', verb: 'SELECT' }],
  sample: { tenantId: sampleId },
  build: (db, { tenantId }) =>
    db
      .selectFrom('tenantAudit')
      .select([sql<string | null>`${sql.ref('metadata')}->>'runId'`.as('runId'), 'platformUserId'])
      .where('tenantId', '=', tenantId)
      .where('eventType', '=', 'TENANT_PROVISIONED')
      .orderBy('id', 'desc')
      .limit(1)
      .compile(),
};

export type RegisteredRow = {
  readonly id: string;
  readonly slug: string;
  readonly status: string;
  readonly serverId: string;
  readonly databaseName: string;
};

const TENANT_CAP = 100_000;

/** Every tenant that the master database knows, in one answer: a look for orphans compares it with the servers. */
export const listTenants: Statement<MasterSchema, Record<string, never>, RegisteredRow> = {
  name: 'database.list-tenants',
  purpose: 'Read all tenants with their servers and databases',
  rowCap: TENANT_CAP,
  timeoutMs: TIMEOUT_MS,
  needs: [{ table: 'tenant', verb: 'SELECT' }],
  sample: {},
  build: (db) =>
    db
      .selectFrom('tenant')
      .select([
        sql<string>`${sql.ref('id')}::text`.as('id'),
        'slug',
        'status',
        sql<string>`${sql.ref('dbServerId')}::text`.as('serverId'),
        'databaseName',
      ])
      .orderBy('slug')
      .compile(),
};

export type Phases = {
  readonly jobId: string;
  readonly slug: string;
  readonly phases: readonly string[];
  readonly at: Date;
};

/** Told once each: what was told before stays as it was. */
export const tellPhases: Statement<MasterSchema, Phases, { readonly phase: string }> = {
  name: 'database.tell-phases',
  purpose: 'Tell the platform’s job API how far a provisioning has come',
  rowCap: 10,
  timeoutMs: TIMEOUT_MS,
  needs: [
    { table: 'jobPhase', verb: 'SELECT', columns: ['jobId', 'phase'] },
    { table: 'jobPhase', verb: 'INSERT' },
  ],
  sample: { jobId: 'run_sample', slug: 'sample', phases: ['complete'], at: new Date('2026-01-31T00:00:00Z') },
  build: (db, { phases, ...job }) =>
    db
      .insertInto('jobPhase')
      .values(phases.map((phase) => ({ ...job, phase })))
      .onConflict((conflict) => conflict.columns(['jobId', 'phase']).doNothing())
      .returning('phase')
      .compile(),
};
