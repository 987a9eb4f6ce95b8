import { guessPersonalData } from '../../privacy/detect-personal-data.ts';
import type { LiveColumn } from '../../privacy/classification.ts';
import type { TenantDatabase } from '../../ports/database.port.ts';
import type { UnclassifiedColumn } from '../tenancy-model.ts';
import type { PooledSchema } from './schema.ts';
import { ownedTables } from './statements/own-rows.ts';
import { pageRows } from './statements/page-rows.statements.ts';
import { unknownColumns } from './tenant-columns.ts';

/** What the console does not know of the live schema, with a guess from the name and from one page of the tenant's rows. */
export async function unclassified(
  database: TenantDatabase<PooledSchema>,
  tenantId: string,
  signal: AbortSignal,
): Promise<readonly UnclassifiedColumn[]> {
  const found: UnclassifiedColumn[] = [];
  for (const live of await unknownColumns(database, {})) {
    const guess = guessPersonalData(live.column, await sampleOf(database, live, tenantId, signal));
    found.push({
      column: `${live.table}.${live.column}`,
      type: live.type,
      ...(guess && { guess: { holds: guess.identifies, by: guess.by } }),
    });
  }
  return found;
}

/** Empty for a table in which no tenant has rows of its own. */
async function sampleOf(
  database: TenantDatabase<PooledSchema>,
  { table, column }: LiveColumn,
  tenantId: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const of = ownedTables.find((each) => database.map.tables[each.table]?.name === table);
  const statement = of && pageRows.get(of.entity);
  if (statement === undefined) return [];
  const rows = await database.read((tx) => tx.run(statement, { tenantId, range: {}, columns: [column] }), {
    signal,
  });
  return rows.flatMap(({ values: [value] }) => (typeof value === 'string' ? [value] : []));
}
