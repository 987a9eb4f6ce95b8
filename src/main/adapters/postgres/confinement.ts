import type pg from 'pg';
import { tellingCatalogues } from './probe-tenant-role.ts';

/** The catalogues are shared by all databases, the right to read them is each database's own; a clone inherits it. */
export async function hideOthers(client: pg.Client): Promise<void> {
  const names = tellingCatalogues.map((name) => `pg_catalog.${client.escapeIdentifier(name)}`);
  await client.query(`revoke all on ${names.join(', ')} from public`);
}

/** Whoever owns the database is a member of it (PostgreSQL 14 and later): what it is granted in a template holds in each clone. */
export const OWNER = 'pg_database_owner';

/** Everything in every schema of the database, and what the administrator will add there later, for the database's owner. */
export async function grantToOwner(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ schema: string }>(
    `select nspname as schema from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'`,
  );
  const grants = rows.map(({ schema }) => grantAll(client.escapeIdentifier(schema)));
  await client.query(grants.join(';'));
}

const grantAll = (schema: string): string =>
  [
    `grant usage on schema ${schema} to ${OWNER}`,
    ...['tables', 'sequences', 'routines'].map(
      (kind) => `grant all on all ${kind} in schema ${schema} to ${OWNER}`,
    ),
    ...['tables', 'sequences'].map(
      (kind) => `alter default privileges in schema ${schema} grant all on ${kind} to ${OWNER}`,
    ),
  ].join(';');
