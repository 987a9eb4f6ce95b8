import { sql } from 'kysely';
import { hasColumn, type Statement } from '../../../ports/database.port.ts';
import type { PooledSchema } from '../schema.ts';
import {
  isOrphan,
  ORPHAN_PAGE,
  orphanNeeds,
  pointers,
  type OrphanRow,
  type Pointer,
} from './orphan.statements.ts';

export type Ids = { readonly ids: readonly string[] };
export type Attaching = Ids & { readonly to: string };
export type Changed = { readonly id: string };

const sampleIds: Ids = { ids: ['sample'] };
const common = { rowCap: ORPHAN_PAGE, timeoutMs: 30_000 } as const;

const among = ({ table }: Pointer, ids: readonly string[]) =>
  sql`${sql.ref(`${table}.id`)}::text = any(${[...ids]}::text[])`;

/** What a schema without the pointer finds or changes. */
const nothing = sql<never>`select '' as "id", '' as "parentId" where false`;

/** A user belongs to their broker for life (P7), so nobody is attached to another one. */
const attachable = pointers.filter(({ table }) => table !== 'users');

/** Which of these rows are still orphans, and what they name. */
export const findAmong: ReadonlyMap<string, Statement<PooledSchema, Ids, OrphanRow>> = new Map(
  pointers.map((of) => [
    of.kind,
    {
      ...common,
      name: `pooled.look-at-${of.kind}`,
      purpose: `See which of some rows still name nothing: ${of.kind}`,
      needs: orphanNeeds(of),
      sample: sampleIds,
      build: (db, { ids }, map) =>
        (hasColumn(map, of.table, of.column) ? amongOrphans(of, ids) : nothing).compile(db),
    },
  ]),
);

const amongOrphans = (of: Pointer, ids: readonly string[]) =>
  sql<OrphanRow>`select ${sql.ref(`${of.table}.id`)}::text as "id", ${sql.ref(`${of.table}.${of.column}`)}::text as "parentId"
    from ${sql.table(of.table)} where ${among(of, ids)} and ${isOrphan(of)}`;

/** Points orphans at a parent that is there. */
export const attachRows: ReadonlyMap<string, Statement<PooledSchema, Attaching, Changed>> = new Map(
  attachable.map((of) => [
    of.kind,
    {
      ...common,
      name: `pooled.attach-${of.kind}`,
      purpose: `Repair: give rows a parent that is there: ${of.kind}`,
      needs: [...orphanNeeds(of), { table: of.table, verb: 'UPDATE', columns: [of.column] }],
      sample: { ...sampleIds, to: 'sample' },
      build: (db, wish, map) =>
        (hasColumn(map, of.table, of.column) ? attaching(of, wish) : nothing).compile(db),
    },
  ]),
);

function attaching(of: Pointer, { ids, to }: Attaching) {
  const parent = sql`(select ${sql.ref(`${of.parent}.id`)} from ${sql.table(of.parent)}
    where ${sql.ref(`${of.parent}.id`)}::text = ${to})`;
  return sql<Changed>`update ${sql.table(of.table)} set ${sql.ref(of.column)} = ${parent}
    where ${among(of, ids)} and ${isOrphan(of)} and ${parent} is not null
    returning ${sql.ref(`${of.table}.id`)}::text as "id"`;
}

const removable = pointers.filter(
  ({ table }) => table === 'emailTemplates' || table === 'complianceCalendar',
);

/** Removes defaults that serve nobody. Nothing hangs below them. */
export const removeOrphans: ReadonlyMap<string, Statement<PooledSchema, Ids, Changed>> = new Map(
  removable.map((of) => [
    of.kind,
    {
      ...common,
      name: `pooled.remove-${of.kind}`,
      purpose: `Repair: remove rows that serve nobody: ${of.kind}`,
      needs: [...orphanNeeds(of), { table: of.table, verb: 'DELETE' }],
      sample: sampleIds,
      build: (db, { ids }) =>
        sql<Changed>`delete from ${sql.table(of.table)} where ${among(of, ids)} and ${isOrphan(of)}
          returning ${sql.ref(`${of.table}.id`)}::text as "id"`.compile(db),
    },
  ]),
);

const [usersPointer] = pointers.filter(({ table }) => table === 'users');

/** Takes the access of users away whose broker is not there. */
export const quarantineUsers: ReadonlyMap<string, Statement<PooledSchema, Ids, Changed>> = new Map(
  (usersPointer === undefined ? [] : [usersPointer]).map((of) => [
    of.kind,
    {
      ...common,
      name: `pooled.quarantine-${of.kind}`,
      purpose: 'Repair: take the access of users away whose broker is not there',
      needs: [...orphanNeeds(of), { table: 'users', verb: 'UPDATE', columns: ['role', 'updatedAt'] }],
      sample: sampleIds,
      build: (db, { ids }, map) => {
        const touched = hasColumn(map, 'users', 'updatedAt') ? sql`, ${sql.ref('updatedAt')} = now()` : sql``;
        return sql<Changed>`update ${sql.table('users')} set ${sql.ref('role')} = 'Disabled'${touched}
          where ${among(of, ids)} and ${isOrphan(of)}
          returning ${sql.ref('users.id')}::text as "id"`.compile(db);
      },
    },
  ]),
);

/** What vouches for rows under these tenants: the audit rows of their provisionings. */
export const findVouchers: Statement<
  PooledSchema,
  { readonly tenantIds: readonly string[] },
  { readonly metadata: unknown }
> = {
  ...common,
  name: 'pooled.find-vouchers',
  purpose: 'See in the audit trail which rows a provisioning of this console made',
  needs: [{ table: 'auditLogs', verb: 'SELECT', columns: ['action', 'tenantId', 'metadata'] }],
  sample: { tenantIds: ['brk_sample'] },
  build: (db, { tenantIds }) =>
    db
      .selectFrom('auditLogs')
      .select('metadata')
      .where('action', '=', 'broker.provisioned')
      .where(sql<boolean>`${sql.ref('tenantId')} = any(${[...tenantIds]}::text[])`)
      .limit(ORPHAN_PAGE)
      .compile(),
};

/** What a repair has recorded in the audit trail, by its run. */
export const findRepair: Statement<PooledSchema, { readonly runId: string }, { readonly metadata: unknown }> =
  {
    name: 'pooled.find-repair',
    purpose: 'See whether a repair has happened',
    rowCap: 1,
    timeoutMs: 15_000,
    needs: [{ table: 'auditLogs', verb: 'SELECT', columns: ['action', 'metadata'] }],
    sample: { runId: 'run_sample' },
    build: (db, { runId }) =>
      db
        .selectFrom('auditLogs')
        .select('metadata')
        .where('action', '=', 'tenant-console.repaired')
        .where(sql`${sql.ref('metadata')}->>'runId'`, '=', runId)
        .limit(1)
        .compile(),
  };

export type NewAdmin = {
  readonly tenantId: string;
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
};

/** A BrokerAdmin for a broker that has none. */
export const insertAdmin: Statement<PooledSchema, NewAdmin, Changed> = {
  name: 'pooled.insert-admin',
  purpose: 'Repair: give a broker without one a BrokerAdmin',
  rowCap: 1,
  timeoutMs: 10_000,
  needs: [
    { table: 'users', verb: 'INSERT' },
    { table: 'users', verb: 'SELECT', columns: ['id'] },
  ],
  sample: {
    ...{ tenantId: 'brk_sample', id: 'usr_sample', email: 'sample@example.invalid' },
    ...{ name: 'Sample', passwordHash: '$argon2id$…' },
  },
  build: (db, { tenantId, ...admin }, map) =>
    db
      .insertInto('users')
      .values({
        ...admin,
        brokerId: tenantId,
        role: 'BrokerAdmin',
        ...(hasColumn(map, 'users', 'mustChangePassword') && { mustChangePassword: true }),
      })
      .returning('id')
      .compile(),
};

/** The administrators of a broker: none, or the one that a repair has made. */
export const findAdmins: Statement<PooledSchema, { readonly tenantId: string }, Changed> = {
  name: 'pooled.find-admins',
  purpose: 'See who administers a broker',
  rowCap: 100,
  timeoutMs: 5_000,
  needs: [{ table: 'users', verb: 'SELECT', columns: ['id', 'brokerId', 'role'] }],
  sample: { tenantId: 'brk_sample' },
  build: (db, { tenantId }) =>
    db
      .selectFrom('users')
      .select('id')
      .where('brokerId', '=', tenantId)
      .where('role', '=', 'BrokerAdmin')
      .orderBy('id')
      .limit(100)
      .compile(),
};

export const repairStatements = [
  ...findAmong.values(),
  ...attachRows.values(),
  ...removeOrphans.values(),
  ...quarantineUsers.values(),
  findVouchers,
  findRepair,
  insertAdmin,
  findAdmins,
];
