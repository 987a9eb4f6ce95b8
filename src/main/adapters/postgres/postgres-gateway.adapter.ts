import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { Secret } from '../../../shared/model/secret.ts';
import type { DatabaseAddress, DatabaseGateway, OpenOptions } from '../../ports/database-gateway.port.ts';
import type { AnyStatement, ExpectedSchema, SchemaMap, TenantDatabase } from '../../ports/database.port.ts';
import { openPool, tlsOf } from './pool.ts';
import { PostgresDatabase } from './postgres-database.adapter.ts';
import { mapSchema } from './schema-map.ts';
import { StatementCatalogue } from './statement-catalogue.ts';
import { frameStatements } from './statements/frame.ts';
import { introspectionStatements, readTables } from './statements/introspection.ts';

export type GatewayOptions = {
  /** The model's statements; the console's own are added. */
  readonly statements: readonly AnyStatement[];
  readonly expected: ExpectedSchema;
};

/** What is known before the schema was read. */
const unread: SchemaMap = {
  schema: 'public',
  tables: {},
  missing: [],
  ambiguous: [],
  unfilled: [],
  digest: '',
};

export const consoleStatements: readonly AnyStatement[] = [...frameStatements, ...introspectionStatements];

/** PostgreSQL databases of one tenancy model. */
export function postgresGateway<Schema>({ statements, expected }: GatewayOptions): DatabaseGateway<Schema> {
  const all = [...consoleStatements, ...statements];

  async function open(
    address: DatabaseAddress,
    password: Secret,
    options: OpenOptions = {},
  ): Promise<TenantDatabase<Schema>> {
    const ssl = tlsOf(address);
    const pool = openPool(address, password, ssl);
    const parts = { pool, address, cancel: { ...address, ssl }, onRoundTrip: options.onRoundTrip };
    const unmapped = new PostgresDatabase<unknown>(parts, new StatementCatalogue(all, unread), unread);
    try {
      const tables = await unmapped.read(
        (tx) => tx.run(readTables, {}),
        options.signal ? { signal: options.signal } : {},
      );
      const map = mapSchema(tables, expected);
      if (options.evenUnmapped !== true) refuseUnmapped(map);
      return new PostgresDatabase<Schema>(parts, new StatementCatalogue(all, map), map);
    } catch (error) {
      await pool.end();
      throw error;
    }
  }

  return { open };
}

function refuseUnmapped({ missing, ambiguous }: SchemaMap): void {
  if (missing.length === 0 && ambiguous.length === 0) return;
  throw new OperatorError('E_SCHEMA_UNMAPPED', { details: { missing, ambiguous } });
}
