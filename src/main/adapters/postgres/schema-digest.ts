import { createHash } from 'node:crypto';
import type pg from 'pg';

const own = `n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`;

/** Everything that migrations make, a line each; owners and grants are the server's affair and left out. */
const lines = `
  select 'schema ' || n.nspname as line from pg_namespace n where ${own}
  union all
  select concat_ws(' ', 'column', n.nspname, c.relname, c.relkind, a.attname, format_type(a.atttypid, a.atttypmod),
    a.attnotnull, a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid))
  from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where ${own} and a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v', 'm', 'f', 'c')
  union all
  select concat_ws(' ', 'sequence', schemaname, sequencename, data_type, start_value, increment_by, cycle)
  from pg_sequences
  union all
  select concat_ws(' ', 'constraint', n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid))
  from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace where ${own}
  union all
  select 'index ' || indexdef from pg_indexes n(nspname) where ${own}
  union all
  select concat_ws(' ', 'view', n.nspname, c.relname, pg_get_viewdef(c.oid))
  from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${own} and c.relkind in ('v', 'm')
  union all
  select concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid))
  from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
  where ${own} and not t.tgisinternal
  union all
  select concat_ws(' ', 'function', pg_get_functiondef(p.oid))
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${own} and p.prokind in ('f', 'p')
  union all
  select concat_ws(' ', 'type', n.nspname, t.typname, e.enumlabel)
  from pg_enum e join pg_type t on t.oid = e.enumtypid join pg_namespace n on n.oid = t.typnamespace where ${own}`;

/** SHA-256, lower-case hex, over the schema of the database that `client` is connected to. */
export async function readSchemaDigest(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ line: string }>(lines);
  const all = rows.map(({ line }) => line).sort();
  const known = all.some((line) => line.startsWith('column public knex_migrations '));
  const applied = known
    ? (await client.query<{ name: string }>('select name from public.knex_migrations')).rows
    : [];
  const names = applied.map(({ name }) => name).sort();
  return createHash('sha256')
    .update(JSON.stringify([all, names]))
    .digest('hex');
}
