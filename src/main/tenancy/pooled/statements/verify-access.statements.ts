import { sql } from 'kysely';
import type { Statement } from '../../../ports/database.port.ts';
import type { PooledSchema } from '../schema.ts';

type OfTenant = { readonly tenantId: string };

/** One object of each kind that the canary tenant owns. */
export type CanaryObjects = {
  readonly employerId: string;
  readonly schemeId: string;
  readonly memberId: string;
};

/** What the probes aim at: never a real customer, always the standing canary tenant. */
export const findCanaryObjects: Statement<PooledSchema, OfTenant, CanaryObjects> = {
  name: 'pooled.find-canary-objects',
  purpose: 'Find an employer, a scheme and a member of the canary tenant to aim probes at',
  rowCap: 1,
  timeoutMs: 5_000,
  needs: [
    { table: 'employers', verb: 'SELECT', columns: ['id', 'brokerId'] },
    { table: 'schemes', verb: 'SELECT', columns: ['id', 'employerId'] },
    { table: 'members', verb: 'SELECT', columns: ['id', 'schemeId'] },
  ],
  sample: { tenantId: 'brk_sample' },
  build: (db, { tenantId }) =>
    db
      .selectFrom('employers')
      .innerJoin('schemes', 'schemes.employerId', 'employers.id')
      .innerJoin('members', 'members.schemeId', 'schemes.id')
      .select(['employers.id as employerId', 'schemes.id as schemeId', 'members.id as memberId'])
      .where('employers.brokerId', '=', tenantId)
      .orderBy('members.id')
      .limit(1)
      .compile(),
};

/** How much business data a tenant holds. */
export type TenantCounts = { readonly employers: number; readonly schemes: number; readonly members: number };

/** The proof of a clean slate, before the check and after its clean-up. */
export const countTenantData: Statement<PooledSchema, OfTenant, TenantCounts> = {
  name: 'pooled.count-tenant-data',
  purpose: 'Count a tenant’s employers, schemes and members: the proof that test data is gone',
  rowCap: 1,
  timeoutMs: 10_000,
  needs: findCanaryObjects.needs,
  sample: { tenantId: 'brk_sample' },
  build: (db, { tenantId }) =>
    db
      .selectFrom('employers')
      .leftJoin('schemes', 'schemes.employerId', 'employers.id')
      .leftJoin('members', 'members.schemeId', 'schemes.id')
      .select([
        sql<number>`count(distinct ${sql.ref('employers.id')})::int`.as('employers'),
        sql<number>`count(distinct ${sql.ref('schemes.id')})::int`.as('schemes'),
        sql<number>`count(distinct ${sql.ref('members.id')})::int`.as('members'),
      ])
      .where('employers.brokerId', '=', tenantId)
      .compile(),
};

/** Which of these objects the portal's audit trail speaks of. */
export const findAuditedObjects: Statement<
  PooledSchema,
  OfTenant & { readonly entityIds: readonly string[] },
  { readonly entityId: string; readonly actions: number }
> = {
  name: 'pooled.find-audited-objects',
  purpose: 'See whether the portal’s audit trail records the test actions',
  rowCap: 64,
  timeoutMs: 10_000,
  needs: [{ table: 'auditLogs', verb: 'SELECT', columns: ['entityId', 'tenantId'] }],
  sample: { tenantId: 'brk_sample', entityIds: ['00000000-0000-4000-8000-000000000001'] },
  build: (db, { tenantId, entityIds }) =>
    db
      .selectFrom('auditLogs')
      .select(['entityId', sql<number>`count(*)::int`.as('actions')])
      .where('tenantId', '=', tenantId)
      .where(sql<boolean>`${sql.ref('entityId')} = any(${entityIds})`)
      .groupBy('entityId')
      .compile(),
};
