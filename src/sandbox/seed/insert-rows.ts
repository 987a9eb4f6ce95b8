import { columnsOf, tablesOf } from '../portal/schema/create-schema.ts';
import type { PortalDatabase } from '../portal/schema/portal-database.ts';
import type { SchemaVariant } from '../portal/schema/variant.ts';
import type { SeedRow, SeedRows } from './seed-rows.ts';

/** PostgreSQL's protocol counts bound parameters in 16 bits. */
const MOST_PARAMETERS = 65_535;

/** Inserts rows table by table, parents first, many in one statement; columns the variant lacks are left out. */
export async function insertRows(db: PortalDatabase, variant: SchemaVariant, rows: SeedRows): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const table of tablesOf(variant)) {
      const names = columnsOf(table, variant).map(([name]) => name);
      for (const chunk of chunks(rows[table] ?? [], Math.floor(MOST_PARAMETERS / names.length))) {
        await trx
          .insertInto(table)
          .values(chunk.map((row) => pick(row, names)))
          .execute();
      }
    }
  });
}

const pick = (row: SeedRow, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, row[name]]));

function* chunks<T>(all: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < all.length; start += size) yield all.slice(start, start + size);
}
