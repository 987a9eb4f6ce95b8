import type pg from 'pg';
import { LOOPBACK } from '../loopback.ts';
import { asSuperuser, CONSOLE_ROLE, type Cluster } from '../postgres/portal-cluster.ts';
import { masterSchema } from './master-schema.ts';

export const MASTER = 'master';

/** How many tenants a server of the sandbox takes. */
const CAPACITY = 500;

export const superuserUrl = ({ port, password }: Cluster, database = 'postgres'): string =>
  `postgres://postgres:${encodeURIComponent(password)}@${LOOPBACK}:${port}/${database}`;

export const adminSecretOf = (server: string): string => `server-${server}-admin`;

/** Makes the master database and the console's role on the first server, and shuts every door that PUBLIC has. */
export async function prepareMaster(
  cluster: Cluster,
  servers: readonly string[],
  consolePassword: string,
): Promise<void> {
  await asSuperuser(cluster, 'postgres', async (client) => {
    const password = client.escapeLiteral(consolePassword);
    await client.query(
      `create role ${CONSOLE_ROLE} login nosuperuser nocreatedb nocreaterole nobypassrls password ${password}`,
    );
    await client.query(`create database ${MASTER} template template0`);
    await client.query(`comment on database ${MASTER} is 'environment=sandbox'`);
    await client.query(`revoke all on database ${MASTER} from public`);
    await client.query(`grant connect on database ${MASTER} to ${CONSOLE_ROLE}`);
  });
  await asSuperuser(cluster, MASTER, async (client) => {
    await client.query(masterSchema);
    for (const server of servers) await addServer(client, server);
  });
}

const addServer = (client: pg.Client, server: string) =>
  client.query('insert into identity.db_server (name, admin_secret_ref, capacity_hint) values ($1, $2, $3)', [
    server,
    adminSecretOf(server),
    CAPACITY,
  ]);

/** A server that holds tenants lets nobody in by being PUBLIC. */
export const shutPublicDoors = (cluster: Cluster): Promise<void> =>
  asSuperuser(cluster, 'postgres', async (client) => {
    await client.query('revoke connect on database postgres, template1 from public');
  });
