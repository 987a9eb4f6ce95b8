import { sql } from 'kysely';
import type { SchemaMap, Statement } from '../../../ports/database.port.ts';
import type { PooledSchema } from '../schema.ts';
import { descents, walkFrom, type Descent } from './ownership.statements.ts';

export type ColumnRule = {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly notNull: boolean;
  /** Live table that the column points at by a foreign key; null without one. */
  readonly references: string | null;
  readonly rowSecurity: boolean;
  readonly policies: number;
};

/** Types, constraints and row-level security of the mapped tables, by the server's own catalogue. */
export const readColumnRules: Statement<PooledSchema, { readonly map: SchemaMap }, ColumnRule> = {
  name: 'pooled.read-column-rules',
  purpose: 'Read types, constraints and row-level security of the tables that hold tenants’ data',
  rowCap: 2_000,
  timeoutMs: 15_000,
  needs: [],
  sample: { map: { schema: 'public', tables: {}, missing: [], ambiguous: [], unfilled: [], digest: '' } },
  build: (db, { map }) =>
    sql<ColumnRule>`
      select c.relname as "table", a.attname as "column", pg_catalog.format_type(a.atttypid, a.atttypmod) as "type",
        a.attnotnull as "notNull",
        (select f.relname from pg_catalog.pg_constraint k join pg_catalog.pg_class f on f.oid = k.confrelid
          where k.contype = 'f' and k.conrelid = c.oid and k.conkey = array[a.attnum] limit 1) as "references",
        c.relrowsecurity as "rowSecurity",
        (select count(*)::int from pg_catalog.pg_policy p where p.polrelid = c.oid) as "policies"
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where n.nspname = ${map.schema} and c.relname = any(${Object.values(map.tables).map(({ name }) => name)})
      order by 1, 2`.compile(db),
};

/** Rows whose parent is not there. Counted over all tenants; no row is read. */
const countOrphansOf = ({
  entity,
  table,
  parents: [parent],
}: Descent): Statement<PooledSchema, Record<string, never>, { readonly rows: number }> => ({
  name: `pooled.count-orphans-${entity.replaceAll('_', '-')}`,
  purpose: `Count ${entity} whose parent is not there`,
  rowCap: 1,
  timeoutMs: 60_000,
  needs: [
    { table, verb: 'SELECT', columns: [parent?.column ?? 'id'] },
    { table: parent?.table ?? table, verb: 'SELECT', columns: ['id'] },
  ],
  sample: {},
  build: (db) => {
    const up = sql.ref(`own.${parent?.column ?? 'id'}`);
    const missing = sql<boolean>`not exists (select 1 from ${sql.table(parent?.table ?? table)} where ${sql.ref('id')} = ${up})`;
    return walkFrom(db, table)
      .where(missing)
      .select(sql<number>`count(*)::int`.as('rows'))
      .compile();
  },
});

export const countOrphans = new Map(
  descents.filter(({ parents }) => parents.length > 0).map((of) => [of.entity, countOrphansOf(of)]),
);
