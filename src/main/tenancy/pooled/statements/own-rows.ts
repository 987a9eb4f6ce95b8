import { sql, type RawBuilder } from 'kysely';
import type { Privilege, SchemaMap } from '../../../ports/database.port.ts';
import type { PooledSchema } from '../schema.ts';
import { descents, type Descent } from './ownership.statements.ts';

/** Every table in which a tenant has rows; parents before children, so that it is also an order to import in. */
export const ownedTables: readonly Descent[] = [
  { entity: 'brokers', table: 'brokers', parents: [], anchor: 'id' },
  ...descents,
  { entity: 'audit_logs', table: 'auditLogs', parents: [], anchor: 'tenantId' },
];

export type OfTenant = { readonly tenantId: string };

/** A live table, with its schema. These statements also speak of columns that have no logical name, so all names are live. */
export const liveTable = (map: SchemaMap, table: string): RawBuilder<unknown> =>
  sql.id(map.schema, map.tables[table]?.name ?? table);

export const liveColumn = (map: SchemaMap, table: string, column: string): string =>
  map.tables[table]?.columns[column] ?? column;

export const own = (column: string): RawBuilder<unknown> => sql.id('own', column);

/** `from … where …` of all rows of one tenant, the table itself under the name `own`. */
export function ownRows(map: SchemaMap, of: Descent, { tenantId }: OfTenant): RawBuilder<unknown> {
  const up = of.parents.map(({ table, column }, at) => {
    const [child, parent] = [alias(at), alias(at + 1)];
    const childTable = at === 0 ? of.table : (of.parents[at - 1]?.table ?? of.table);
    return sql` join ${liveTable(map, table)} ${sql.id(parent)} on ${sql.id(parent, liveColumn(map, table, 'id'))} = ${sql.id(child, liveColumn(map, childTable, column))}`;
  });
  const top = of.parents.at(-1)?.table ?? of.table;
  const anchor = sql.id(alias(of.parents.length), liveColumn(map, top, of.anchor));
  return sql`from ${liveTable(map, of.table)} own${sql.join(up, sql``)} where ${anchor} = ${tenantId}`;
}

const alias = (depth: number): string => (depth === 0 ? 'own' : `parent${depth}`);

/** What reading whole rows needs. The hash of a password is never read. */
export const readsAll = (of: Descent): readonly Privilege[] => [
  of.table === 'users'
    ? { table: 'users', verb: 'SELECT', columns: readableUserColumns }
    : { table: of.table, verb: 'SELECT' },
  ...of.parents.map(({ table }): Privilege => ({ table, verb: 'SELECT' })),
];

/** Columns of users that may leave the database. */
export const readableUserColumns: readonly (keyof PooledSchema['users'])[] = [
  'id',
  'email',
  'name',
  'role',
  'brokerId',
  'employerId',
  'memberId',
  'mustChangePassword',
  'lastLoginAt',
  'createdAt',
  'updatedAt',
];
