import { sql } from 'kysely';
import type { PortalDatabase } from '../../src/sandbox/portal/schema/portal-database.ts';

type Written = { readonly table: string; readonly row: Readonly<Record<string, unknown>> };

export type WriteGuard = {
  /** Rows that were written under any tenant but these, by table and id; the audit trail among them. */
  readonly strayed: (tenantIds: readonly string[]) => Promise<readonly string[]>;
  readonly writes: () => Promise<number>;
};

const parents = ['employerId', 'schemeId', 'memberId'] as const;

/**
 * Puts a trigger on every table of a portal's database that records each row as it is written, and looks up whose it was: by
 * its own anchor, or by that of the row it hangs below, also when that one is gone by now.
 */
export async function guardWrites(db: PortalDatabase): Promise<WriteGuard> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(db);
  await sql`create table guard_log (at bigserial primary key, "table" text not null, "row" jsonb not null)`.execute(
    db,
  );
  await sql`create function guard_write() returns trigger language plpgsql security definer as $$ begin
    if tg_op <> 'DELETE' then insert into guard_log ("table", "row") values (tg_table_name, to_jsonb(new)); end if;
    if tg_op <> 'INSERT' then insert into guard_log ("table", "row") values (tg_table_name, to_jsonb(old)); end if;
    return null; end $$`.execute(db);
  const standing: Written[] = [];
  for (const { name } of tables) {
    const { rows } =
      await sql<Written>`select ${sql.lit(name)} as "table", to_jsonb(t) as "row" from ${sql.table(name)} t`.execute(
        db,
      );
    standing.push(...rows);
    await sql`create trigger guard after insert or update or delete on ${sql.table(name)}
      for each row execute function guard_write()`.execute(db);
  }
  const log = async () =>
    (await sql<Written>`select "table", "row" from guard_log order by at`.execute(db)).rows;
  return {
    writes: async () => (await log()).length,
    strayed: async (tenantIds) => {
      const written = await log();
      const ownerOf = owners([...standing, ...written]);
      return written.flatMap(({ table, row }) => {
        const owner = ownerOf(table, row);
        return owner !== null && tenantIds.includes(owner)
          ? []
          : [`${table} ${String(row['id'])}: ${String(owner)}`];
      });
    },
  };
}

/** Whose a row is; null for what belongs to nobody. Columns go by either spelling. */
function owners(all: readonly Written[]): (table: string, row: Written['row']) => string | null {
  const byId = new Map(all.map(({ table, row }) => [String(row['id']), { table, row }]));
  const ownerOf = (table: string, row: Written['row']): string | null => {
    if (table === 'brokers') return String(row['id']);
    const anchor = field(row, table === 'audit_logs' ? 'tenantId' : 'brokerId');
    if (anchor !== undefined) return anchor;
    const above = parents.map((name) => field(row, name)).find((id) => id !== undefined);
    const parent = above === undefined ? undefined : byId.get(above);
    return parent === undefined ? null : ownerOf(parent.table, parent.row);
  };
  return ownerOf;
}

function field(row: Written['row'], name: string): string | undefined {
  const value = row[name] ?? row[name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)];
  return typeof value === 'string' ? value : undefined;
}
