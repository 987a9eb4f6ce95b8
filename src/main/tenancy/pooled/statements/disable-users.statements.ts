import { sql } from 'kysely';
import { hasColumn, type Statement } from '../../../ports/database.port.ts';
import type { PooledSchema } from '../schema.ts';
import type { OfTenant } from './own-rows.ts';

/** Users that lose their access in one transaction. */
export const DISABLE_ROWS = 2_000;

/** The next users of the tenant that can still sign in (P17). */
export const disableUsers: Statement<PooledSchema, OfTenant, { readonly id: string }> = {
  name: 'pooled.disable-users',
  purpose: 'Take the access of a tenant’s users away',
  rowCap: DISABLE_ROWS,
  timeoutMs: 30_000,
  needs: [
    { table: 'users', verb: 'UPDATE', columns: ['role', 'updatedAt'] },
    { table: 'users', verb: 'SELECT', columns: ['id', 'brokerId', 'role'] },
  ],
  sample: { tenantId: 'brk_sample' },
  build: (db, { tenantId }, map) =>
    db
      .updateTable('users')
      .set({
        role: 'Disabled',
        ...(hasColumn(map, 'users', 'updatedAt') && { updatedAt: sql<Date>`now()` }),
      })
      .where('id', 'in', (of) =>
        of
          .selectFrom('users')
          .select('id')
          .where('brokerId', '=', tenantId)
          .where('role', '<>', 'Disabled')
          .orderBy('id')
          .limit(DISABLE_ROWS),
      )
      .returning('id')
      .compile(),
};

export const countUsers: Statement<
  PooledSchema,
  OfTenant,
  { readonly users: number; readonly enabled: number }
> = {
  name: 'pooled.count-enabled-users',
  purpose: 'Count a tenant’s users, and those who can still sign in',
  rowCap: 1,
  timeoutMs: 15_000,
  needs: [{ table: 'users', verb: 'SELECT', columns: ['brokerId', 'role'] }],
  sample: { tenantId: 'brk_sample' },
  build: (db, { tenantId }) =>
    db
      .selectFrom('users')
      .select([
        sql<number>`count(*)::int`.as('users'),
        sql<number>`(count(*) filter (where ${sql.ref('role')} <> 'Disabled'))::int`.as('enabled'),
      ])
      .where('brokerId', '=', tenantId)
      .compile(),
};
