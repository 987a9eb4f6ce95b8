import { sql } from 'kysely';
import type { PortalDatabase } from '../../src/sandbox/portal/schema/portal-database.ts';

/** Trails and logs grow by everything that is done, and are meant to. */
const logs = ['audit_logs', 'guard_log'];

/** Every row of every table but the trails as text, without the times at which it was written last. */
export async function standingRows(db: PortalDatabase): Promise<readonly string[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`.execute(db);
  const all = await Promise.all(
    tables
      .filter(({ name }) => !logs.includes(name))
      .map(async ({ name }) => {
        const { rows } = await sql<{ row: string }>`
          select (to_jsonb(t) - 'updated_at' - 'updatedAt')::text as "row" from ${sql.table(name)} t order by 1`.execute(
          db,
        );
        return rows.map(({ row }) => `${name} ${row}`);
      }),
  );
  return all.flat();
}
