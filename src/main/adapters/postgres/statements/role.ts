import { sql } from 'kysely';
import type { ConsoleStatement, NoParams } from './console-statement.ts';

/** What a role is and owns, wherever it got it from. */
export type RoleFacts = {
  readonly role: string;
  /** `superuser`, `createrole`, `createdb`, `replication`, `bypassrls` where they hold. */
  readonly attributes: readonly string[];
  readonly memberOf: readonly string[];
  /** `database x`, `schema x`, `table x.y`. */
  readonly owns: readonly string[];
  /** Where it may create objects: `database x`, `schema x`. */
  readonly creates: readonly string[];
  /** Functions that run with their owner's rights and that it may call. */
  readonly definerFunctions: readonly string[];
};

// Temporary tables are left out: PUBLIC has them on every database, and they end with the transaction behind a pooler.
export const readRole: ConsoleStatement<NoParams, RoleFacts> = {
  name: 'console.read-role',
  purpose: "Read what the console's own role is, owns and may create, to audit it.",
  rowCap: 1,
  timeoutMs: 15_000,
  needs: [],
  sample: {},
  build: (db) =>
    sql<RoleFacts>`
      with me as (select * from pg_catalog.pg_roles where rolname = current_user),
      home as (select * from pg_catalog.pg_database where datname = pg_catalog.current_database()),
      spaces as (
        select * from pg_catalog.pg_namespace where nspname <> 'information_schema' and nspname not like 'pg\\_%'
      )
      select me.rolname as "role",
        pg_catalog.array_remove(array[
          case when me.rolsuper then 'superuser' end,
          case when me.rolcreaterole then 'createrole' end,
          case when me.rolcreatedb then 'createdb' end,
          case when me.rolreplication then 'replication' end,
          case when me.rolbypassrls then 'bypassrls' end
        ], null) as "attributes",
        array(
          select other.rolname::text from pg_catalog.pg_roles other
          where other.oid <> me.oid and pg_catalog.pg_has_role(me.oid, other.oid, 'MEMBER') order by 1
        ) as "memberOf",
        array(
          select 'database ' || home.datname from home where pg_catalog.pg_has_role(home.datdba, 'USAGE')
          union all
          select 'schema ' || s.nspname from spaces s where pg_catalog.pg_has_role(s.nspowner, 'USAGE')
          union all
          select 'table ' || s.nspname || '.' || c.relname from pg_catalog.pg_class c join spaces s on s.oid = c.relnamespace
          where c.relkind in ('r', 'p', 'v', 'm', 'f') and pg_catalog.pg_has_role(c.relowner, 'USAGE')
        ) as "owns",
        array(
          select 'database ' || home.datname from home where pg_catalog.has_database_privilege(home.oid, 'CREATE')
          union all
          select 'schema ' || s.nspname from spaces s where pg_catalog.has_schema_privilege(s.oid, 'CREATE')
        ) as "creates",
        array(
          select s.nspname || '.' || p.proname from pg_catalog.pg_proc p join spaces s on s.oid = p.pronamespace
          where p.prosecdef and pg_catalog.has_schema_privilege(s.oid, 'USAGE')
            and pg_catalog.has_function_privilege(p.oid, 'EXECUTE')
          order by 1
        ) as "definerFunctions"
      from me`.compile(db),
};

/** What the role may do to one table, by grant, ownership, membership or PUBLIC. */
export type TablePrivileges = {
  readonly schema: string;
  readonly table: string;
  /** Every column, so that whole and part can be told apart. */
  readonly columns: readonly string[];
  readonly selects: readonly string[];
  readonly inserts: readonly string[];
  readonly updates: readonly string[];
  /** Privileges on the table as a whole that no column can have: DELETE, TRUNCATE, REFERENCES, TRIGGER. */
  readonly verbs: readonly string[];
};

const mayOn = (verb: string) => sql`array(
          select a.attname::text from pg_catalog.pg_attribute a
          where a.attrelid = c.oid and (a.attnum > 0 or a.attname = 'xmin') and not a.attisdropped
            and pg_catalog.has_column_privilege(c.oid, a.attnum, ${sql.lit(verb)}) order by a.attnum)`;

export const readPrivileges: ConsoleStatement<NoParams, TablePrivileges> = {
  name: 'console.read-privileges',
  purpose: "Read what the console's own role may do to each table and column, to audit it.",
  rowCap: 5_000,
  timeoutMs: 15_000,
  needs: [],
  sample: {},
  build: (db) =>
    sql<TablePrivileges>`
      select n.nspname as "schema", c.relname as "table",
        array(
          select a.attname::text from pg_catalog.pg_attribute a
          where a.attrelid = c.oid and (a.attnum > 0 or a.attname = 'xmin') and not a.attisdropped order by a.attnum) as "columns",
        ${mayOn('SELECT')} as "selects",
        ${mayOn('INSERT')} as "inserts",
        ${mayOn('UPDATE')} as "updates",
        array(
          select verb from pg_catalog.unnest(array['DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) as verb
          where pg_catalog.has_table_privilege(c.oid, verb)) as "verbs"
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
        and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'
        and pg_catalog.has_schema_privilege(n.oid, 'USAGE')
        and (pg_catalog.has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
          or pg_catalog.has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE'))
      order by 1, 2`.compile(db),
};

export const roleStatements = [readRole, readPrivileges] as const;
