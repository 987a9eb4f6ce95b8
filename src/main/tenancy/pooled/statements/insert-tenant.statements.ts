import { sql, type Kysely } from 'kysely';
import { hasColumn, type SchemaMap, type Statement } from '../../../ports/database.port.ts';
import type { PooledSchema } from '../schema.ts';

export type NewBroker = {
  readonly legalName: string;
  readonly croNumber: string;
  readonly contactName: string;
  readonly contactEmail: string;
  readonly plan: string;
  readonly whiteLabel: string | null;
};

export type NewTenant = {
  readonly tenantId: string;
  readonly broker: NewBroker;
  readonly admin: {
    readonly id: string;
    readonly email: string;
    readonly name: string;
    readonly passwordHash: string;
  };
  readonly templates: readonly {
    readonly id: string;
    readonly templateKey: string;
    readonly subject: string;
    readonly body: string;
  }[];
  readonly calendar: readonly {
    readonly id: string;
    readonly title: string;
    readonly description: string;
    readonly dueOn: string;
    readonly recurrence: string;
  }[];
  readonly audit: AuditRow;
};

/** A row of the portal's audit trail (P14). `metadata` is JSON text: ids and counts, no personal data. */
export type AuditRow = {
  readonly id: string;
  readonly actorId: string;
  readonly action: string;
  readonly entityType: string;
  readonly entityId: string;
  /** Null for what concerns no tenant that there is. */
  readonly tenantId: string | null;
  readonly metadata: string;
};

const sampleAudit: AuditRow = {
  id: '00000000-0000-4000-8000-000000000003',
  actorId: 'operator:sample',
  action: 'broker.provisioned',
  entityType: 'broker',
  entityId: 'brk_sample',
  tenantId: 'brk_sample',
  metadata: '{}',
};

const sample: NewTenant = {
  tenantId: 'brk_sample',
  broker: {
    legalName: 'Sample',
    croNumber: '1',
    contactName: 'Sample',
    contactEmail: 'sample@example.invalid',
    plan: 'standard',
    whiteLabel: null,
  },
  admin: { id: 'usr_sample', email: 'sample@example.invalid', name: 'Sample', passwordHash: '$argon2id$…' },
  templates: [
    { id: '00000000-0000-4000-8000-000000000001', templateKey: 'sample', subject: 'Sample', body: 'Sample' },
  ],
  calendar: [
    {
      id: '00000000-0000-4000-8000-000000000002',
      title: 'Sample',
      description: 'Sample',
      dueOn: '2026-01-31',
      recurrence: 'yearly',
    },
  ],
  audit: sampleAudit,
};

const auditValues = (row: AuditRow) => ({
  ...row,
  ipAddress: 'tenant-console',
  userAgent: 'tenant-console',
  createdAt: sql<Date>`now()`,
});

/** Everything that hangs below the tenant's anchor: its administrator, its defaults and the audit row that vouches for them. */
const tenantRows = (
  db: Pick<Kysely<PooledSchema>, 'with'>,
  { tenantId, admin, templates, calendar, audit }: NewTenant,
  map: SchemaMap,
) =>
  db
    .with('admin', (qb) =>
      qb
        .insertInto('users')
        .values({
          ...admin,
          brokerId: tenantId,
          role: 'BrokerAdmin',
          ...(hasColumn(map, 'users', 'mustChangePassword') && { mustChangePassword: true }),
        })
        .returning('id'),
    )
    .with('templates', (qb) =>
      qb
        .insertInto('emailTemplates')
        .values(templates.map((row) => ({ ...row, brokerId: tenantId })))
        .returning('id'),
    )
    .with('calendar', (qb) =>
      qb
        .insertInto('complianceCalendar')
        .values(calendar.map((row) => ({ ...row, brokerId: tenantId })))
        .returning('id'),
    )
    .with('audited', (qb) => qb.insertInto('auditLogs').values(auditValues(audit)).returning('id'))
    .selectFrom('admin')
    .select('id')
    .compile();

const needs = [
  { table: 'users', verb: 'INSERT' },
  { table: 'users', verb: 'SELECT', columns: ['id'] },
  { table: 'emailTemplates', verb: 'INSERT' },
  { table: 'emailTemplates', verb: 'SELECT', columns: ['id'] },
  { table: 'complianceCalendar', verb: 'INSERT' },
  { table: 'complianceCalendar', verb: 'SELECT', columns: ['id'] },
  { table: 'auditLogs', verb: 'INSERT' },
  { table: 'auditLogs', verb: 'SELECT', columns: ['id'] },
] as const;

/** One statement, so that the tenant is there whole in one round trip or not at all (P7, P8, P14). */
export const insertTenant: Statement<PooledSchema, NewTenant, { id: string }> = {
  name: 'pooled.insert-tenant',
  purpose: 'Bring a broker to life: its row, its administrator, its defaults and the audit row',
  rowCap: 64,
  timeoutMs: 10_000,
  needs: [
    { table: 'brokers', verb: 'INSERT' },
    { table: 'brokers', verb: 'SELECT', columns: ['id'] },
    ...needs,
  ],
  sample,
  build: (db, tenant, map) =>
    tenantRows(
      db.with('broker', (qb) =>
        qb
          .insertInto('brokers')
          .values({
            id: tenant.tenantId,
            name: tenant.broker.legalName,
            legalName: tenant.broker.legalName,
            croNumber: tenant.broker.croNumber,
            contactName: tenant.broker.contactName,
            contactEmail: tenant.broker.contactEmail,
            plan: tenant.broker.plan,
            status: 'active',
            ...(hasColumn(map, 'brokers', 'subdomain') && { subdomain: tenant.broker.whiteLabel }),
          })
          .returning('id'),
      ),
      tenant,
      map,
    ),
};

/** The same where there is no `brokers` table and the tenant is a bare id (P2). */
export const insertBareTenant: Statement<PooledSchema, NewTenant, { id: string }> = {
  ...insertTenant,
  name: 'pooled.insert-bare-tenant',
  purpose:
    'Bring a broker to life where there is no brokers table: its administrator, its defaults and the audit row',
  needs,
  build: (db, tenant, map) => tenantRows(db, tenant, map),
};

/** One row in the portal's audit trail. */
export const appendAudit: Statement<PooledSchema, AuditRow, { id: string }> = {
  name: 'pooled.append-audit',
  purpose: 'Record in the portal’s audit trail what the console did',
  rowCap: 1,
  timeoutMs: 5_000,
  needs: [
    { table: 'auditLogs', verb: 'INSERT' },
    { table: 'auditLogs', verb: 'SELECT', columns: ['id'] },
  ],
  sample: sampleAudit,
  build: (db, row) => db.insertInto('auditLogs').values(auditValues(row)).returning('id').compile(),
};
