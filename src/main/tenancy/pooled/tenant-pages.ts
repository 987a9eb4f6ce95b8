import type { TenantDatabase } from '../../ports/database.port.ts';
import type { PooledSchema } from './schema.ts';
import { PAGE_ROWS, pageRows, type PageRow } from './statements/page-rows.statements.ts';
import type { TenantTable } from './tenant-columns.ts';

/** All rows of a tenant in one table, page by page, each page in a transaction of its own; `values` in the order of the columns. */
export async function* tenantPages(
  database: TenantDatabase<PooledSchema>,
  tenantId: string,
  { of: { entity } }: TenantTable,
  columns: readonly string[],
  signal: AbortSignal,
): AsyncIterable<readonly PageRow[]> {
  const statement = pageRows.get(entity);
  if (statement === undefined) throw new TypeError(`No statement reads ${entity}.`);
  let after: string | undefined;
  for (;;) {
    const wanted = { tenantId, columns, ...(after !== undefined && { after }) };
    const rows = await database.read((tx) => tx.run(statement, wanted), { signal });
    if (rows.length > 0) yield rows;
    if (rows.length < PAGE_ROWS) return;
    after = rows.at(-1)?.id;
  }
}
