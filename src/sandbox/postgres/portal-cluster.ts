import pg from 'pg';
import { LOOPBACK } from '../loopback.ts';

/** Owner of the portal's database and tables: what the portal itself signs in as. */
export const OWNER_ROLE = 'portal';
/** What the console signs in as: may do only what `resources/console-role.sql` grants. */
export const CONSOLE_ROLE = 'tenant_console';

export type Cluster = { readonly port: number; readonly password: string };

type RolePasswords = { readonly owner: string; readonly console: string };

/** Runs `work` as the cluster's superuser on one database. */
export async function asSuperuser<T>(
  { port, password }: Cluster,
  database: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ host: LOOPBACK, port, user: 'postgres', password, database });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Makes the two login roles. Neither is a superuser, and neither may make databases or roles. */
export function createRoles(cluster: Cluster, passwords: RolePasswords): Promise<void> {
  return asSuperuser(cluster, 'postgres', async (client) => {
    await createLogin(client, OWNER_ROLE, passwords.owner);
    await createLogin(client, CONSOLE_ROLE, passwords.console);
  });
}

/** `CREATE ROLE` takes no bound parameters: name and password are escaped by the driver. */
async function createLogin(client: pg.Client, role: string, password: string): Promise<void> {
  const name = client.escapeIdentifier(role);
  await client.query(
    `create role ${name} login nosuperuser nocreatedb nocreaterole nobypassrls connection limit 120`,
  );
  await client.query(`alter role ${name} password ${client.escapeLiteral(password)}`);
}

/** Makes an empty database that belongs to the portal, or a copy of `template`, labelled for the console to know it by. */
export function createDatabase(cluster: Cluster, name: string, template = 'template0'): Promise<void> {
  return asSuperuser(cluster, 'postgres', async (client) => {
    const [database, owner, source] = [name, OWNER_ROLE, template].map((one) => client.escapeIdentifier(one));
    await client.query(`create database ${database} owner ${owner} template ${source}`);
    await client.query(`comment on database ${database} is 'environment=sandbox'`);
  });
}

/** Ends every session of a database and removes it. */
export function dropDatabase(cluster: Cluster, name: string): Promise<void> {
  return asSuperuser(cluster, 'postgres', async (client) => {
    await client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`);
  });
}

/** Gives the console's role its rights on one database: `sqlText` is the grant file, run by the owner of the tables. */
export function applyConsoleRole(cluster: Cluster, database: string, sqlText: string): Promise<void> {
  return asSuperuser(cluster, database, async (client) => {
    await client.query(sqlText);
  });
}
