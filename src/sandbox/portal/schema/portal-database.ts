import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { TableName } from './tables.ts';
import { isSnake, type SchemaVariant } from './variant.ts';

/**
 * What Kysely knows of the portal's tables: names are checked, values are open, because services are written per resource and not per table.
 * Dates arrive as `YYYY-MM-DD`, instants as `Date`, amounts as decimal strings.
 */
export type PortalTables = Readonly<Record<TableName, Record<string, unknown>>>;
export type PortalDatabase = Kysely<PortalTables>;

export type ConnectionConfig = {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** Connections at most; 8 when left out. */
  readonly max?: number;
};

/** Dates stay text, because a calendar day has no time zone; counts become numbers. */
const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.DATE, String);
types.setTypeParser(pg.types.builtins.INT8, Number);

/**
 * Opens the portal's database. The portal's code speaks camelCase only; in the snake_case variants one plugin
 * translates every identifier, so the code is written once. Close with `destroy()`.
 */
export function openPortalDatabase(config: ConnectionConfig, variant: SchemaVariant): PortalDatabase {
  const pool = new pg.Pool({ max: 8, ...config, types });
  // An idle connection that the server ends must not end the process; the next query opens another one.
  pool.on('error', () => undefined);
  const plugins = isSnake(variant) ? [new CamelCasePlugin({ maintainNestedObjectKeys: true })] : [];
  return new Kysely<PortalTables>({ dialect: new PostgresDialect({ pool }), plugins });
}
