import { sql } from 'kysely';
import type { Statement } from '../../../ports/database.port.ts';
import type { PooledSchema } from '../schema.ts';

export type Identity = { readonly email: string; readonly croNumber: string; readonly legalName: string };

/** What an existing tenant shares with the one to be. */
export type Duplicate = {
  readonly match: 'email' | 'croNumber' | 'legalName';
  readonly tenantId: string | null;
};

const sampleIdentity: Identity = { email: 'sample@example.invalid', croNumber: '1', legalName: 'Sample' };

/** More matches than anyone would read; what is beyond is cut by the query itself. */
const DUPLICATE_CAP = 20;

/** Whether a tenant by this login, company number or name exists. */
export const findDuplicates: Statement<PooledSchema, Identity, Duplicate> = {
  name: 'pooled.find-duplicates',
  purpose: 'Look for a broker with the same login, CRO number or legal name',
  rowCap: DUPLICATE_CAP,
  timeoutMs: 10_000,
  needs: [
    { table: 'users', verb: 'SELECT', columns: ['email', 'brokerId'] },
    { table: 'brokers', verb: 'SELECT', columns: ['id', 'croNumber', 'legalName'] },
  ],
  sample: sampleIdentity,
  build: (db, { email, croNumber, legalName }) =>
    db
      .selectFrom('users')
      .select([sql<Duplicate['match']>`'email'`.as('match'), 'brokerId as tenantId'])
      .where(sql`lower(${sql.ref('email')})`, '=', email)
      .unionAll(
        db
          .selectFrom('brokers')
          .select([sql<Duplicate['match']>`'croNumber'`.as('match'), 'id as tenantId'])
          .where('croNumber', '=', croNumber),
      )
      .unionAll(
        db
          .selectFrom('brokers')
          .select([sql<Duplicate['match']>`'legalName'`.as('match'), 'id as tenantId'])
          .where(sql`lower(${sql.ref('legalName')})`, '=', legalName.toLowerCase()),
      )
      .limit(DUPLICATE_CAP)
      .compile(),
};

/** The same without a `brokers` table: the audit rows of earlier provisionings know the company numbers and names. */
export const findBareDuplicates: Statement<PooledSchema, Identity, Duplicate> = {
  ...findDuplicates,
  name: 'pooled.find-bare-duplicates',
  purpose: 'Look for a broker with the same login, CRO number or legal name where there is no brokers table',
  needs: [
    { table: 'users', verb: 'SELECT', columns: ['email', 'brokerId'] },
    { table: 'auditLogs', verb: 'SELECT', columns: ['action', 'tenantId', 'metadata'] },
  ],
  build: (db, { email, croNumber, legalName }) => {
    const firm = sql`${sql.ref('auditLogs.metadata')}->'firm'`;
    const provisioned = (match: 'croNumber' | 'legalName', value: string) =>
      db
        .selectFrom('auditLogs')
        .innerJoin('users', (join) =>
          join.on(sql`${sql.ref('users.brokerId')}::text`, '=', sql.ref('auditLogs.tenantId')),
        )
        .select([sql<Duplicate['match']>`${sql.lit(match)}`.as('match'), 'users.brokerId as tenantId'])
        .where('auditLogs.action', '=', 'broker.provisioned')
        .where(sql`lower(${firm}->>${sql.lit(match)})`, '=', value.toLowerCase());
    return db
      .selectFrom('users')
      .select([sql<Duplicate['match']>`'email'`.as('match'), 'brokerId as tenantId'])
      .where(sql`lower(${sql.ref('email')})`, '=', email)
      .unionAll(provisioned('croNumber', croNumber))
      .unionAll(provisioned('legalName', legalName))
      .limit(DUPLICATE_CAP)
      .compile();
  },
};

export type TenantStanding = {
  /** Metadata of the newest `broker.provisioned` audit row: it names the run and the ids it made. */
  readonly provisioned: unknown;
  readonly brokers: number;
  readonly users: number;
  readonly employers: number;
};

const count = (table: 'users' | 'employers', tenantId: string) =>
  sql<number>`(select count(*)::int from ${sql.table(table)} where ${sql.ref('brokerId')} = ${tenantId})`;

const provisionedBy = (tenantId: string) =>
  sql`(select ${sql.ref('metadata')} from ${sql.table('auditLogs')}
    where ${sql.ref('action')} = 'broker.provisioned' and ${sql.ref('tenantId')} = ${tenantId}
    order by ${sql.ref('createdAt')} desc limit 1)`;

/** What stands under a tenant id, and which run vouches for it. */
export const observeTenant: Statement<PooledSchema, { readonly tenantId: string }, TenantStanding> = {
  name: 'pooled.observe-tenant',
  purpose: 'See what stands under a tenant id and which run made it',
  rowCap: 1,
  timeoutMs: 5_000,
  needs: [
    { table: 'brokers', verb: 'SELECT', columns: ['id'] },
    { table: 'users', verb: 'SELECT', columns: ['brokerId'] },
    { table: 'employers', verb: 'SELECT', columns: ['brokerId'] },
    { table: 'auditLogs', verb: 'SELECT', columns: ['action', 'tenantId', 'metadata', 'createdAt'] },
  ],
  sample: { tenantId: 'brk_sample' },
  build: (db, { tenantId }) =>
    db
      .selectNoFrom([
        provisionedBy(tenantId).as('provisioned'),
        sql<number>`(select count(*)::int from ${sql.table('brokers')} where ${sql.ref('id')} = ${tenantId})`.as(
          'brokers',
        ),
        count('users', tenantId).as('users'),
        count('employers', tenantId).as('employers'),
      ])
      .compile(),
};

/** The same without a `brokers` table. */
export const observeBareTenant: Statement<PooledSchema, { readonly tenantId: string }, TenantStanding> = {
  ...observeTenant,
  name: 'pooled.observe-bare-tenant',
  purpose: 'See what stands under a tenant id where there is no brokers table',
  needs: observeTenant.needs.filter(({ table }) => table !== 'brokers'),
  build: (db, { tenantId }) =>
    db
      .selectNoFrom([
        provisionedBy(tenantId).as('provisioned'),
        sql<number>`0`.as('brokers'),
        count('users', tenantId).as('users'),
        count('employers', tenantId).as('employers'),
      ])
      .compile(),
};

/** The checkpoint that a run has anchored already. */
export const findAnchor: Statement<
  PooledSchema,
  { readonly tenantId: string; readonly runId: string },
  { readonly id: string; readonly metadata: unknown }
> = {
  name: 'pooled.find-anchor',
  purpose: 'See whether a run has anchored its checkpoint in the audit trail',
  rowCap: 1,
  timeoutMs: 5_000,
  needs: [
    { table: 'auditLogs', verb: 'SELECT', columns: ['id', 'action', 'tenantId', 'metadata', 'createdAt'] },
  ],
  sample: { tenantId: 'brk_sample', runId: 'run_sample' },
  build: (db, { tenantId, runId }) =>
    db
      .selectFrom('auditLogs')
      .select(['id', 'metadata'])
      .where('tenantId', '=', tenantId)
      .where('action', '=', 'tenant-console.checkpoint')
      .where(sql`${sql.ref('metadata')}->>'runId'`, '=', runId)
      .orderBy('createdAt')
      .limit(1)
      .compile(),
};
