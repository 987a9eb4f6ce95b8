import { sql } from 'kysely';
import type { ConsoleStatement, NoParams } from './console-statement.ts';

/** A table or partitioned table as the catalogue of the server has it, whether or not the role may read it. */
export type LiveTable = {
  readonly schema: string;
  /** Place of the schema on the search path, from 1; null when it is not on it. */
  readonly place: number | null;
  readonly table: string;
  /** Column, type and whether an INSERT must give it a value, in the table's order. */
  readonly columns: readonly { readonly name: string; readonly type: string; readonly demanded: boolean }[];
};

export const readTables: ConsoleStatement<NoParams, LiveTable> = {
  name: 'console.read-tables',
  purpose: 'Read which tables and columns there are, to map them.',
  rowCap: 5_000,
  timeoutMs: 15_000,
  needs: [],
  sample: {},
  build: (db) =>
    sql<LiveTable>`
      select n.nspname as "schema", p.place::int as "place", c.relname as "table",
        pg_catalog.json_agg(pg_catalog.json_build_object(
          'name', a.attname,
          'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
          'demanded', a.attnotnull and not a.atthasdef and a.attidentity = ''
        ) order by a.attnum) as "columns"
      from pg_catalog.pg_class c
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      left join pg_catalog.unnest(pg_catalog.current_schemas(false)) with ordinality as p(schema, place) on p.schema = n.nspname
      where c.relkind in ('r', 'p') and not c.relispartition
        and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'
      group by n.nspname, p.place, c.relname
      order by p.place nulls last, n.nspname, c.relname`.compile(db),
};

export type ServerFacts = {
  readonly database: string;
  readonly serverVersion: string;
  /** The comment on the database, where a deployment writes its label. */
  readonly comment: string | null;
  readonly mayReadControl: boolean;
};

export const readServer: ConsoleStatement<NoParams, ServerFacts> = {
  name: 'console.read-server',
  purpose: 'Read which server and database this is, to prove the environment.',
  rowCap: 1,
  timeoutMs: 5_000,
  needs: [],
  sample: {},
  build: (db) =>
    sql<ServerFacts>`
      select d.datname as "database",
        pg_catalog.current_setting('server_version') as "serverVersion",
        pg_catalog.shobj_description(d.oid, 'pg_database') as "comment",
        pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE') as "mayReadControl"
      from pg_catalog.pg_database d where d.datname = pg_catalog.current_database()`.compile(db),
};

export type ControlFacts = { readonly systemIdentifier: string };

/** Apart from `readServer`, because a server checks the permission of a function before it runs any of the statement. */
export const readControl: ConsoleStatement<NoParams, ControlFacts> = {
  name: 'console.read-system-identifier',
  purpose: 'Read the identifier that tells one database cluster from another.',
  rowCap: 1,
  timeoutMs: 5_000,
  needs: [],
  sample: {},
  build: (db) =>
    sql<ControlFacts>`
      select system_identifier::text as "systemIdentifier" from pg_catalog.pg_control_system()`.compile(db),
};

export const introspectionStatements = [readTables, readServer, readControl] as const;
