import { createHash } from 'node:crypto';
import type pg from 'pg';
import { OWNER } from './confinement.ts';
import { tellingCatalogues } from './probe-tenant-role.ts';

const rightsOn = {
  table: 'select insert update delete truncate references trigger',
  sequence: 'usage select update',
};

/** Whether the owner of the database may do everything with it. */
const isOwners = (kind: keyof typeof rightsOn): string =>
  rightsOn[kind]
    .split(' ')
    .map((right) => `has_${kind}_privilege('${OWNER}', c.oid, '${right}')`)
    .join(' and ');

/**
 * Everything that migrations make, a line each, and all that confining adds to it: what the owner of the database may not do with
 * it, and which telling catalogues ($1) are open to others. Owners and all other grants are the server's affair and left out.
 *
 * Which columns are NOT NULL is said by the columns: to have the server word the constraint of each is slow. The system's own views
 * are passed by: pg_sequences opens every sequence to say its last value.
 */
const lines = `
  with own as materialized (
    select oid, nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'
  ), rel as materialized (
    select c.oid, n.nspname, c.relname, c.relkind from pg_class c join own n on n.oid = c.relnamespace
  )
  select concat_ws(' ', 'schema', nspname, has_schema_privilege('${OWNER}', oid, 'usage')) as line from own
  union all
  select concat_ws(' ', 'later', n.nspname, d.defaclobjtype, a.privilege_type)
  from own n join pg_default_acl d on d.defaclnamespace = n.oid, aclexplode(d.defaclacl) a
  where d.defaclrole = (select oid from pg_roles where rolname = current_user) and a.grantee = '${OWNER}'::regrole
  union all
  select concat_ws(' ', 'kept from its owner', c.nspname, c.relname) from rel c
  where case when c.relkind in ('r', 'p', 'v', 'm', 'f') then not (${isOwners('table')})
    when c.relkind = 'S' then not (${isOwners('sequence')}) else false end
  union all
  select concat_ws(' ', 'open', c.relname) from pg_class c where c.relnamespace = 'pg_catalog'::regnamespace
    and case when c.relname = any($1) then has_any_column_privilege('public', c.oid, 'select, insert, update, references')
      or has_table_privilege('public', c.oid, 'delete, truncate, trigger') else false end
  union all
  select concat_ws(' ', 'column', c.nspname, c.relname, c.relkind, a.attname, format_type(a.atttypid, a.atttypmod),
    a.attnotnull, a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid))
  from rel c join pg_attribute a on a.attrelid = c.oid left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v', 'm', 'f', 'c')
  union all
  select concat_ws(' ', 'sequence', c.nspname, c.relname, s.seqtypid::regtype, s.seqstart, s.seqincrement, s.seqcycle)
  from rel c join pg_sequence s on s.seqrelid = c.oid
  union all
  select concat_ws(' ', 'constraint', c.nspname, c.relname, k.conname,
    case k.contype when 'n' then concat_ws(' ', 'not null', k.connoinherit, k.convalidated) else pg_get_constraintdef(k.oid) end)
  from rel c join pg_constraint k on k.conrelid = c.oid
  union all
  select 'index ' || pg_get_indexdef(i.indexrelid) from rel c join pg_index i on i.indrelid = c.oid
  union all
  select concat_ws(' ', 'view', c.nspname, c.relname, pg_get_viewdef(c.oid)) from rel c where c.relkind in ('v', 'm')
  union all
  select concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid)) from rel c join pg_trigger t on t.tgrelid = c.oid
  where not t.tgisinternal
  union all
  select concat_ws(' ', 'function', has_function_privilege('${OWNER}', p.oid, 'execute'), pg_get_functiondef(p.oid))
  from pg_proc p join own n on n.oid = p.pronamespace where p.prokind in ('f', 'p')
  union all
  select concat_ws(' ', 'type', n.nspname, t.typname, e.enumlabel)
  from pg_enum e join pg_type t on t.oid = e.enumtypid join own n on n.oid = t.typnamespace`;

/** In one piece: a row each would be a thousand messages. */
const inOne = `select coalesce(json_agg(line), '[]') as lines from (${lines}) as each_line`;

/** SHA-256, lower-case hex, over the schema of the database that `client` is connected to, and whether it is confined. */
export async function readSchemaDigest(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ lines: readonly string[] }>(inOne, [tellingCatalogues]);
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
