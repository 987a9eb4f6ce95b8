import type pg from 'pg';
import { hasCode, isOperatorError, OperatorError } from '../../../shared/errors/operator-error.ts';
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
    onDatabase(tenant, tenant.address.database, readable),
  ]);
  const connects = databases.filter((_, at) => doors[at]).map((database) => `connects to ${database}`);
  return [...connects, ...lists.map((catalogue) => `reads ${catalogue}`)];
}

/** What a database answers that takes no connections now, one that is being dropped among them. */
const NOT_ACCEPTING = '55000';

/** Only the server's own word counts: refused, gone since, or shut for everybody. A server that is away proves nothing. */
async function maySignIn(tenant: ServerLogin, database: string): Promise<boolean> {
  try {
    const client = await connect(tenant, database);
    await client.end();
    return true;
  } catch (error) {
    const isShut = isOperatorError(error) && error.details['sqlstate'] === NOT_ACCEPTING;
    if (isShut || hasCode(error, 'E_DB_PERMISSION') || hasCode(error, 'E_DB_NOT_FOUND')) return false;
    throw error;
  }
}

/** Each is really read, by itself; all in one round trip, unless the tenant may not even run a block of code. */
async function readable(client: pg.Client): Promise<readonly string[]> {
  try {
    const wanted = client.escapeLiteral(tellingCatalogues.join());
    const text = `select pg_catalog.set_config('probe.wanted', ${wanted}, false); ${readAll}; ${answer}`;
    const results = (await client.query(text)) as unknown as readonly pg.QueryResult<{ read: string }>[];
    return (results.at(-1)?.rows[0]?.read ?? '').split(',').filter((name) => name !== '');
  } catch (error) {
    if (isServerError(error) && NO_CODE.includes(error.code ?? '')) return readOneByOne(client);
    throw error;
  }
}

// Every name is qualified: a tenant may put functions of its own in front of the server's.
const readAll = `do $$
  declare
    name text;
    read text[] := '{}';
  begin
    foreach name in array pg_catalog.string_to_array(pg_catalog.current_setting('probe.wanted'), ',') loop
      begin
        execute pg_catalog.format('select 1 from pg_catalog.%I limit 1', name);
        read := pg_catalog.array_append(read, name);
      exception when insufficient_privilege then
        null;
      end;
    end loop;
    perform pg_catalog.set_config('probe.read', pg_catalog.array_to_string(read, ','), false);
  end $$`;
const answer = `select pg_catalog.current_setting('probe.read') as read`;

const DENIED = '42501';
/** The language of the block is another's to use, or not there. */
const NO_CODE: readonly string[] = [DENIED, '42704'];

async function readOneByOne(client: pg.Client): Promise<readonly string[]> {
  const read: string[] = [];
  for (const catalogue of tellingCatalogues) if (await mayRead(client, catalogue)) read.push(catalogue);
  return read;
}

async function mayRead(client: pg.Client, catalogue: string): Promise<boolean> {
  try {
    await client.query(`select 1 from pg_catalog.${client.escapeIdentifier(catalogue)} limit 1`);
    return true;
  } catch (error) {
    if (isServerError(error) && error.code === DENIED) return false;
    throw error instanceof Error ? error : new OperatorError('E_DB_REFUSED');
  }
}
