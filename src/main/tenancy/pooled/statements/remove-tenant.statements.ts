import { sql } from 'kysely';
import type { Privilege, Statement } from '../../../ports/database.port.ts';
import type { PooledSchema } from '../schema.ts';

/** The ids that one provisioning made: what a rollback may remove, and nothing else (L4). */
export type MadeRows = {
  readonly tenantId: string;
  readonly adminId: string;
  readonly templateIds: readonly string[];
  readonly calendarIds: readonly string[];
};

const sample: MadeRows = {
  tenantId: 'brk_sample',
  adminId: 'usr_sample',
  templateIds: ['00000000-0000-4000-8000-000000000001'],
  calendarIds: ['00000000-0000-4000-8000-000000000002'],
};

/** Rows under the tenant that are not ours, by table. */
export type ForeignRows = {
  readonly users: number;
  readonly employers: number;
  readonly emailTemplates: number;
  readonly complianceCalendar: number;
};

const owned = ['users', 'employers', 'emailTemplates', 'complianceCalendar'] as const;

const countOthers = (table: (typeof owned)[number], tenantId: string, ids: readonly string[]) =>
  sql<number>`(select count(*)::int from ${sql.table(table)}
    where ${sql.ref('brokerId')} = ${tenantId} and not (${sql.ref('id')} = any(${ids})))`.as(table);

/** What hangs below the tenant that this provisioning did not make. */
export const countForeignRows: Statement<PooledSchema, MadeRows, ForeignRows> = {
  name: 'pooled.count-foreign-rows',
  purpose: 'Count what hangs below a tenant that its provisioning did not make, before a rollback',
  rowCap: 1,
  timeoutMs: 10_000,
  needs: owned.map((table): Privilege => ({ table, verb: 'SELECT', columns: ['id', 'brokerId'] })),
  sample,
  build: (db, { tenantId, adminId, templateIds, calendarIds }) =>
    db
      .selectNoFrom([
        countOthers('users', tenantId, [adminId]),
        countOthers('employers', tenantId, []),
        countOthers('emailTemplates', tenantId, templateIds),
        countOthers('complianceCalendar', tenantId, calendarIds),
      ])
      .compile(),
};

/** Which rows those are, the first of them. */
export const listForeignRows: Statement<
  PooledSchema,
  MadeRows & { readonly limit: number },
  { readonly table: string; readonly id: string }
> = {
  ...countForeignRows,
  name: 'pooled.list-foreign-rows',
  purpose: 'Name what hangs below a tenant that its provisioning did not make, before a rollback',
  rowCap: 100,
  sample: { ...sample, limit: 50 },
  build: (db, { tenantId, adminId, templateIds, calendarIds, limit }) => {
    const made = {
      users: [adminId],
      employers: [],
      emailTemplates: templateIds,
      complianceCalendar: calendarIds,
    };
    const parts = owned.map(
      (table) => sql`select ${table}::text as "table", ${sql.ref('id')}::text as "id" from ${sql.table(table)}
        where ${sql.ref('brokerId')} = ${tenantId} and not (${sql.ref('id')}::text = any(${[...made[table]]}::text[]))`,
    );
    return sql<{
      table: string;
      id: string;
    }>`${sql.join(parts, sql` union all `)} order by 1, 2 limit ${limit}`.compile(db);
  },
};

const removeOwned = (
  table: 'users' | 'emailTemplates' | 'complianceCalendar',
  name: string,
  purpose: string,
  ids: (made: MadeRows) => readonly string[],
): Statement<PooledSchema, MadeRows, { id: string }> => ({
  name,
  purpose,
  rowCap: 64,
  timeoutMs: 10_000,
  needs: [
    { table, verb: 'DELETE' },
    { table, verb: 'SELECT', columns: ['id', 'brokerId'] },
  ],
  sample,
  build: (db, made) =>
    db
      .deleteFrom(table)
      .where('brokerId', '=', made.tenantId)
      .where(sql<boolean>`${sql.ref('id')} = any(${ids(made)})`)
      .returning('id')
      .compile(),
});

export const removeTemplates = removeOwned(
  'emailTemplates',
  'pooled.remove-templates',
  'Roll back: remove the e-mail templates a provisioning made',
  ({ templateIds }) => templateIds,
);

export const removeCalendar = removeOwned(
  'complianceCalendar',
  'pooled.remove-calendar',
  'Roll back: remove the compliance calendar a provisioning made',
  ({ calendarIds }) => calendarIds,
);

export const removeAdmin = removeOwned(
  'users',
  'pooled.remove-admin',
  'Roll back: remove the administrator a provisioning made',
  ({ adminId }) => [adminId],
);

export const removeBroker: Statement<PooledSchema, MadeRows, { id: string }> = {
  name: 'pooled.remove-broker',
  purpose: 'Roll back: remove the broker row a provisioning made',
  rowCap: 1,
  timeoutMs: 10_000,
  needs: [
    { table: 'brokers', verb: 'DELETE' },
    { table: 'brokers', verb: 'SELECT', columns: ['id'] },
  ],
  sample,
  build: (db, { tenantId }) => db.deleteFrom('brokers').where('id', '=', tenantId).returning('id').compile(),
};
