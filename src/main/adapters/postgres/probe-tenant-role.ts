import type pg from 'pg';
import { hasCode, OperatorError } from '../../../shared/errors/operator-error.ts';
import type { Reached } from '../../ports/database-server.port.ts';
import { connect, onDatabase, type ServerLogin } from './server-client.ts';
import { isServerError } from './sqlstate.ts';

/** Catalogues that tell of other databases, of their roles, or of who is connected where. */
export const tellingCatalogues = [
  'pg_database',
  'pg_stat_database',
  'pg_stat_database_conflicts',
  'pg_stat_activity',
  'pg_roles',
  'pg_user',
  'pg_group',
  'pg_shdescription',
  'pg_shdepend',
  'pg_db_role_setting',
  'pg_prepared_xacts',
] as const;

/** As the tenant: tries to sign in to each of `databases`, and to read each catalogue that would name others. */
export async function probeTenantRole(tenant: ServerLogin, databases: readonly string[]): Promise<Reached> {
  const [doors, lists] = await Promise.all([
    Promise.all(databases.map((database) => maySignIn(tenant, database))),
    onDatabase(tenant, tenant.address.database, async (client) => {
      const told: string[] = [];
      for (const catalogue of tellingCatalogues)
        if (await mayRead(client, catalogue)) told.push(`reads ${catalogue}`);
      return told;
    }),
  ]);
  return [...databases.filter((_, at) => doors[at]).map((database) => `connects to ${database}`), ...lists];
}

/** Only the server's own refusal counts; a server that is away proves nothing. */
async function maySignIn(tenant: ServerLogin, database: string): Promise<boolean> {
  try {
    const client = await connect(tenant, database);
    await client.end();
    return true;
  } catch (error) {
    if (hasCode(error, 'E_DB_PERMISSION')) return false;
    throw error;
  }
}

async function mayRead(client: pg.Client, catalogue: string): Promise<boolean> {
  try {
    await client.query(`select 1 from pg_catalog.${client.escapeIdentifier(catalogue)} limit 1`);
    return true;
  } catch (error) {
    if (isServerError(error) && error.code === '42501') return false;
    throw error instanceof Error ? error : new OperatorError('E_DB_REFUSED');
  }
}
