import type pg from 'pg';
import type { ExportedTable } from '../../ports/database-server.port.ts';
import { connect, type ServerLogin } from './server-client.ts';

const PAGE = 1_000;

/**
 * Every table of a database as lines of JSON, all from one snapshot (a read-only repeatable-read transaction). Reads a page at
 * a time. One table after another: the next begins when the one before is read to its end.
 */
export async function* exportRows(login: ServerLogin, database: string): AsyncGenerator<ExportedTable> {
  const client = await connect(login, database);
  try {
    await client.query('begin transaction isolation level repeatable read read only');
    const { rows } = await client.query<{ schema: string; name: string }>(
      `select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p') and not c.relispartition
         and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1, 2`,
    );
    for (const { schema, name } of rows)
      yield { name: `${schema}.${name}`, lines: linesOf(client, schema, name) };
  } finally {
    await client.end();
  }
}

async function* linesOf(client: pg.Client, schema: string, name: string): AsyncGenerator<string> {
  const table = [schema, name].map((part) => client.escapeIdentifier(part)).join('.');
  await client.query(`declare page no scroll cursor for select to_jsonb(t)::text as line from ${table} t`);
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`fetch ${PAGE} from page`);
    for (const { line } of rows) yield `${line}\n`;
    if (rows.length < PAGE) break;
  }
  await client.query('close page');
}
