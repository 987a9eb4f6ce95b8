import { createHash } from 'node:crypto';
import type pg from 'pg';

/**
 * Everything that migrations make, a line each; owners and grants are the server's affair and left out. The system's own views
 * are passed by: pg_sequences opens every sequence to say its last value.
 */
const lines = `
  with own as materialized (
    select oid, nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'
  ), rel as materialized (
    select c.oid, n.nspname, c.relname, c.relkind from pg_class c join own n on n.oid = c.relnamespace
  )
  select 'schema ' || nspname as line from own
  union all
  select concat_ws(' ', 'column', c.nspname, c.relname, c.relkind, a.attname, format_type(a.atttypid, a.atttypmod),
    a.attnotnull, a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid))
  from rel c join pg_attribute a on a.attrelid = c.oid left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v', 'm', 'f', 'c')
  union all
  select concat_ws(' ', 'sequence', c.nspname, c.relname, s.seqtypid::regtype, s.seqstart, s.seqincrement, s.seqcycle)
  from rel c join pg_sequence s on s.seqrelid = c.oid
  union all
  select concat_ws(' ', 'constraint', c.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid))
  from rel c join pg_constraint k on k.conrelid = c.oid
  union all
  select 'index ' || pg_get_indexdef(i.indexrelid) from rel c join pg_index i on i.indrelid = c.oid
  union all
  select concat_ws(' ', 'view', c.nspname, c.relname, pg_get_viewdef(c.oid)) from rel c where c.relkind in ('v', 'm')
  union all
  select concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid)) from rel c join pg_trigger t on t.tgrelid = c.oid
  where not t.tgisinternal
  union all
  select concat_ws(' ', 'function', pg_get_functiondef(p.oid))
  from pg_proc p join own n on n.oid = p.pronamespace where p.prokind in ('f', 'p')
  union all
  select concat_ws(' ', 'type', n.nspname, t.typname, e.enumlabel)
  from pg_enum e join pg_type t on t.oid = e.enumtypid join own n on n.oid = t.typnamespace`;

/** In one piece: a row each would be a thousand messages. */
const inOne = `select coalesce(json_agg(line), '[]') as lines from (${lines}) as each_line`;

/** SHA-256, lower-case hex, over the schema of the database that `client` is connected to. */
export async function readSchemaDigest(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ lines: readonly string[] }>(inOne);
  const all = rows[0]?.lines.toSorted() ?? [];
  const known = all.some((line) => line.startsWith('column public knex_migrations '));
  const applied = known
    ? (await client.query<{ name: string }>('select name from public.knex_migrations')).rows
    : [];
  const names = applied.map(({ name }) => name).sort();
  return createHash('sha256')
    .update(JSON.stringify([all, names]))
    .digest('hex');
}
