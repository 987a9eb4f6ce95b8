import type { TenantDatabase } from '../../ports/database.port.ts';
import type { PooledSchema } from './schema.ts';
import { boundRows, type KeyRange } from './statements/key-range.statements.ts';
import { PAGE_ROWS, pageRows, type PageRow } from './statements/page-rows.statements.ts';
import type { TenantTable } from './tenant-columns.ts';

/** The keys of a tenant's rows in one table in ranges of about a page; the first and the last one are open. */
export async function tenantRanges(
  database: TenantDatabase<PooledSchema>,
  tenantId: string,
  { of: { entity } }: TenantTable,
  signal: AbortSignal,
): Promise<readonly KeyRange[]> {
  const statement = boundRows.get(entity);
  if (statement === undefined) throw new TypeError(`No statement counts ${entity} by their keys.`);
  const bounds = await database.read((tx) => tx.run(statement, { tenantId }), { signal });
  const ends = [undefined, ...bounds.map(({ id }) => id), undefined];
  return ends.slice(1).map((upto, at) => ({ after: ends[at], upto }));
}

/** All rows of a tenant in one table, page by page, each page in a transaction of its own; `values` in the order of the columns. */
export async function* tenantPages(
  database: TenantDatabase<PooledSchema>,
  tenantId: string,
  table: TenantTable,
  columns: readonly string[],
  signal: AbortSignal,
): AsyncIterable<readonly PageRow[]> {
  const statement = pageRows.get(table.of.entity);
  if (statement === undefined) throw new TypeError(`No statement reads ${table.of.entity}.`);
  for (const { after: first, upto } of await tenantRanges(database, tenantId, table, signal)) {
    let after = first;
    for (;;) {
      const wanted = { tenantId, columns, range: { after, upto } };
      const rows = await database.read((tx) => tx.run(statement, wanted), { signal });
      if (rows.length > 0) yield rows;
      if (rows.length < PAGE_ROWS) break;
      after = rows.at(-1)?.id;
    }
  }
}
