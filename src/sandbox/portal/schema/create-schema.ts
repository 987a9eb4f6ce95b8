import { sql, type ColumnDefinitionBuilder } from 'kysely';
import type { Column } from './columns.ts';
import type { PortalDatabase } from './portal-database.ts';
import { tables, tableNames, uniqueTogether, type TableName } from './tables.ts';
import { hasBrokers, type SchemaVariant } from './variant.ts';

type NamedColumn = readonly [name: string, column: Column];

/** Tables that the variant has. */
export const tablesOf = (variant: SchemaVariant): readonly TableName[] =>
  tableNames.filter((table) => table !== 'brokers' || hasBrokers(variant));

/** Columns of a table as the variant has them: a bare anchor is a UUID that points nowhere. */
export function columnsOf(table: TableName, variant: SchemaVariant): readonly NamedColumn[] {
  const reading = hasBrokers(variant) ? 'brokers' : 'bare';
  return Object.entries<Column>(tables[table])
    .filter(([, column]) => column.only === undefined || column.only === reading)
    .map(([name, column]) => [name, column.references === 'brokers' ? anchor(column, variant) : column]);
}

function anchor(column: Column, variant: SchemaVariant): Column {
  if (hasBrokers(variant)) return column;
  const { kind, nullable, primary, unique } = { ...column, kind: 'uuid' as const };
  return { kind, nullable, primary, unique };
}

/** Creates all tables, keys and indexes of the variant in an empty database, in one transaction. */
export async function createSchema(db: PortalDatabase, variant: SchemaVariant): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const table of tablesOf(variant)) await createTable(trx, table, columnsOf(table, variant));
    for (const { table, columns } of uniqueTogether) {
      const name = `${table}_${columns.join('_')}_key`;
      await trx.schema
        .createIndex(name)
        .on(table)
        .columns([...columns])
        .unique()
        .execute();
    }
  });
}

async function createTable(
  db: PortalDatabase,
  table: TableName,
  columns: readonly NamedColumn[],
): Promise<void> {
  let builder = db.schema.createTable(table);
  for (const [name, column] of columns)
    builder = builder.addColumn(name, sql.raw(column.kind), constrain(name, column));
  await builder.execute();
  for (const [name] of columns.filter(isLookedUp)) {
    await db.schema.createIndex(`${table}_${name}_idx`).on(table).column(name).execute();
  }
}

const isLookedUp = ([name, column]: NamedColumn): boolean =>
  column.references !== undefined || ['brokerId', 'tenantId', 'entityId'].includes(name);

const constrain = (name: string, column: Column) => (start: ColumnDefinitionBuilder) => {
  let builder = start;
  if (!column.nullable) builder = builder.notNull();
  if (column.primary) builder = builder.primaryKey();
  if (column.unique) builder = builder.unique();
  if (column.references !== undefined) builder = builder.references(`${column.references}.id`);
  if (name === 'createdAt' || name === 'updatedAt') return builder.defaultTo(sql`now()`);
  return column.kind === 'boolean' ? builder.defaultTo(false) : builder;
};
