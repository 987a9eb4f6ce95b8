import { sql } from 'kysely';
import type { Statement } from '../../../ports/database.port.ts';
import type { PooledSchema } from '../schema.ts';
import { liveColumn, own, ownedTables, ownRows, readsAll, type OfTenant } from './own-rows.ts';
import { within, type KeyRange } from './key-range.statements.ts';
import type { Descent } from './ownership.statements.ts';

/** Rows that are read at once: enough to make round trips cheap, few enough to hold. */
export const PAGE_ROWS = 2_000;

export type PageWanted = OfTenant & {
  readonly range: KeyRange;
  /** Live names of the columns that are wanted, as text. */
  readonly columns: readonly string[];
};

/** `values` in the order of the columns asked for. */
export type PageRow = { readonly id: string; readonly values: readonly (string | null)[] };

/** One page of a tenant's rows by key: nothing is held between two pages. */
const pageOf = (of: Descent): Statement<PooledSchema, PageWanted, PageRow> => ({
  name: `pooled.page-${of.entity.replaceAll('_', '-')}`,
  purpose: `Read the ${of.entity} of a tenant that is off-boarded, page by page, to find its people in them`,
  rowCap: PAGE_ROWS,
  timeoutMs: 30_000,
  needs: readsAll(of),
  sample: { tenantId: 'brk_sample', range: {}, columns: ['id'] },
  build: (db, { tenantId, range, columns }, map) => {
    const id = own(liveColumn(map, of.table, 'id'));
    const values = sql.join(columns.map((column) => sql`${own(column)}::text`));
    return sql<PageRow>`select ${id}::text as "id", to_json(array[${values}]::text[]) as "values" ${ownRows(map, of, { tenantId })}${within(id, range)} order by ${id} limit ${sql.lit(PAGE_ROWS)}`.compile(
      db,
    );
  },
});

export const pageRows = new Map(ownedTables.map((of) => [of.entity, pageOf(of)]));
