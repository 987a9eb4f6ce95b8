import type { DatabaseServer } from '../../ports/database-server.port.ts';
import type { SchemaMap, TenantDatabase } from '../../ports/database.port.ts';
import { KeptOpen } from './kept-open.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the connection's model decides the schema
export type AnyDatabase = TenantDatabase<any>;

/**
 * What stays open of deployments while runs are worked on one after another: the connections' own databases and the servers of
 * tenants. One run at a time may use it; the databases of a single tenant are no part of it.
 */
export class OpenDoors {
  readonly databases = new KeptOpen<AnyDatabase>();
  readonly servers = new KeptOpen<DatabaseServer>();
  /** What was read of a schema, by kind of database and the schema's digest. */
  readonly maps = new Map<string, SchemaMap>();

  /** Lets go of everything; what is asked for afterwards is opened anew. */
  async close(): Promise<void> {
    await this.servers.close();
    await this.databases.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
