import { sql } from 'kysely';
import type { Statement } from '../../../ports/database.port.ts';
import type { PooledSchema } from '../schema.ts';
import { liveColumn, liveTable, own, ownedTables, ownRows, readsAll, type OfTenant } from './own-rows.ts';
import type { Descent } from './ownership.statements.ts';

/** Rows of one transaction. */
export const PURGE_ROWS = 2_000;

/** What others point at, in the order in which it can go once they are gone. */
const pointedAt: readonly string[] = ['users', 'members', 'schemes', 'employers', 'brokers'];

/** Children before parents; users may point at employers and members, and rows at users. */
export const purgeOrder: readonly Descent[] = ownedTables.toSorted(
  (a, b) => pointedAt.indexOf(a.table) - pointedAt.indexOf(b.table),
);

const purgeOf = (of: Descent): Statement<PooledSchema, OfTenant, { readonly id: string }> => ({
  name: `pooled.purge-${of.entity.replaceAll('_', '-')}`,
  purpose: `Remove the ${of.entity} of one tenant for good once the law does not keep them any more`,
  rowCap: PURGE_ROWS,
  timeoutMs: 60_000,
  lent: 'for-a-day',
  needs: [{ table: of.table, verb: 'DELETE' }, ...readsAll(of)],
  sample: { tenantId: 'brk_sample' },
  build: (db, ofTenant, map) => {
    const id = liveColumn(map, of.table, 'id');
    return sql<{ id: string }>`
      with picked as (select ${own(id)} as row_id ${ownRows(map, of, ofTenant)} order by ${own(id)} limit ${sql.lit(PURGE_ROWS)})
      delete from ${liveTable(map, of.table)} row_to using picked where row_to.${sql.id(id)} = picked.row_id
      returning row_to.${sql.id(id)}::text as "id"`.compile(db);
  },
});

export const purgeRows = new Map(purgeOrder.map((of) => [of.entity, purgeOf(of)]));

/** How many rows of a table are the tenant's; also of the broker and of the audit trail. */
const countOf = (of: Descent): Statement<PooledSchema, OfTenant, { readonly rows: number }> => ({
  name: `pooled.count-all-${of.entity.replaceAll('_', '-')}`,
  purpose: `Count the ${of.entity} of one tenant before and after its final purge`,
  rowCap: 1,
  timeoutMs: 60_000,
  needs: readsAll(of),
  sample: { tenantId: 'brk_sample' },
  build: (db, ofTenant, map) =>
    sql<{ rows: number }>`select count(*)::int as "rows" ${ownRows(map, of, ofTenant)}`.compile(db),
});

export const countAllRows = new Map(purgeOrder.map((of) => [of.entity, countOf(of)]));
