import type pg from 'pg';
import { tellingCatalogues } from './probe-tenant-role.ts';

/**
 * The catalogues are shared by all databases, the right to read them is each database's own; a clone inherits it. So where nobody
 * may read any of them there is nothing to take away: eleven revocations cost as much as all the grants.
 */
export async function hideOthers(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class
     where relnamespace = 'pg_catalog'::regnamespace and relname = any($1) and (
       has_any_column_privilege('public', oid, 'select, insert, update, references') or
       has_table_privilege('public', oid, 'delete, truncate, trigger'))`,
    [tellingCatalogues],
  );
  if (rows.length === 0) return;
  const names = rows.map(({ name }) => `pg_catalog.${client.escapeIdentifier(name)}`);
  await client.query(`revoke all on ${names.join(', ')} from public`);
}

/** Everything in every schema of the database, and what its owner will add there later, for the tenant's role. */
export async function grantOwn(client: pg.Client, role: string): Promise<void> {
  const { rows } = await client.query<{ schema: string }>(
    `select nspname as schema from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'`,
  );
  const who = client.escapeIdentifier(role);
  const grants = rows.map(({ schema }) => grantAll(client.escapeIdentifier(schema), who));
  await client.query(grants.join(';'));
}

const grantAll = (schema: string, role: string): string =>
  [
    `grant usage on schema ${schema} to ${role}`,
    ...['tables', 'sequences', 'routines'].map(
      (kind) => `grant all on all ${kind} in schema ${schema} to ${role}`,
    ),
    ...['tables', 'sequences'].map(
      (kind) => `alter default privileges in schema ${schema} grant all on ${kind} to ${role}`,
    ),
  ].join(';');
