import { sql, type RawBuilder } from 'kysely';
import type { Statement } from '../../../ports/database.port.ts';
import type { PooledSchema } from '../schema.ts';
import { liveColumn, own, ownedTables, ownRows, readsAll, type OfTenant } from './own-rows.ts';
import type { Descent } from './ownership.statements.ts';

/** Rows by their keys: behind the one, as far as the other. Left out, that side is open. */
export type KeyRange = { readonly after?: string | undefined; readonly upto?: string | undefined };

/** Goes behind a `where`. With both ends the server finds the rows by their keys, however many the tenant has. */
export function within(id: RawBuilder<unknown>, { after, upto }: KeyRange): RawBuilder<unknown> {
  const from = after === undefined ? sql`` : sql` and ${id} > ${after}`;
  return upto === undefined ? from : sql`${from} and ${id} <= ${upto}`;
}

/** A little fewer than a batch or a page takes, so that rows which come meanwhile seldom make two of it. */
const BOUND_ROWS = 1_900;

const boundsOf = (of: Descent): Statement<PooledSchema, OfTenant, { readonly id: string }> => ({
  name: `pooled.bound-${of.entity.replaceAll('_', '-')}`,
  purpose: `Divide the ${of.entity} of one tenant by their keys, to work through them in bounded batches`,
  rowCap: 100_000,
  timeoutMs: 120_000,
  needs: readsAll(of),
  sample: { tenantId: 'brk_sample' },
  build: (db, { tenantId }, map) => {
    const id = own(liveColumn(map, of.table, 'id'));
    return sql<{ id: string }>`
      select id::text as "id" from (
        select ${id} as id, row_number() over (order by ${id}) as place ${ownRows(map, of, { tenantId })}
      ) as numbered where place % ${sql.lit(BOUND_ROWS)} = 0 order by numbered.id`.compile(db);
  },
});

export const boundRows = new Map(ownedTables.map((of) => [of.entity, boundsOf(of)]));
