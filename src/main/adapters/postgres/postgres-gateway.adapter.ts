import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { Secret } from '../../../shared/model/secret.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { DatabaseAddress, DatabaseGateway, OpenOptions } from '../../ports/database-gateway.port.ts';
import type { FailPoints } from '../../ports/fail-points.port.ts';
import type { AnyStatement, ExpectedSchema, SchemaMap, TenantDatabase } from '../../ports/database.port.ts';
import { grantsFor } from './grants.ts';
import { usualPatience, type Patience } from './patience.ts';
import { openPool, tlsOf } from './pool.ts';
import { PostgresDatabase } from './postgres-database.adapter.ts';
import { mapSchema } from './schema-map.ts';
import { readUrl } from './server-client.ts';
import { StatementCatalogue } from './statement-catalogue.ts';
import { consoleStatements } from './statements/console-statements.ts';
import { readTables } from './statements/introspection.ts';

export type GatewayOptions = {
  /** The model's statements; the console's own are added. */
  readonly statements: readonly AnyStatement[];
  readonly expected: ExpectedSchema;
  readonly clock: Clock;
  readonly patience?: Partial<Patience>;
  readonly failPoints?: FailPoints | undefined;
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

/** PostgreSQL databases of one tenancy model. */
export class PostgresGateway<Schema> implements DatabaseGateway<Schema> {
  readonly #statements: readonly AnyStatement[];
  readonly #expected: ExpectedSchema;
  readonly #clock: Clock;
  readonly #patience: Patience;
  readonly #failPoints: FailPoints | undefined;

  constructor({ statements, expected, clock, patience, failPoints }: GatewayOptions) {
    this.#failPoints = failPoints;
    this.#statements = [...consoleStatements, ...statements];
    this.#expected = expected;
    this.#clock = clock;
    this.#patience = { ...usualPatience, ...patience };
  }

  async open(
    address: DatabaseAddress,
    password: Secret,
    { signal, evenUnmapped = false, map: known, onRoundTrip }: OpenOptions = {},
  ): Promise<TenantDatabase<Schema>> {
    const ssl = tlsOf(address);
    const pool = openPool(address, password, ssl, this.#patience.connectMs);
    const parts = {
      pool,
      address,
      cancel: { ...address, ssl },
      clock: this.#clock,
      patience: this.#patience,
      onRoundTrip,
      failPoints: this.#failPoints,
    };
    if (known !== undefined) return new PostgresDatabase<Schema>(parts, this.#catalogue(known));
    try {
      const unmapped = new PostgresDatabase<unknown>(parts, this.#catalogue(unread));
      const tables = await unmapped.read((tx) => tx.run(readTables, {}), signal ? { signal } : {});
      const map = mapSchema(tables, this.#expected, insertedBy(this.#statements));
      if (!evenUnmapped) refuseUnmapped(map);
      return new PostgresDatabase<Schema>(parts, this.#catalogue(map));
    } catch (error) {
      // Not waited for: a connection that is still on its way ends by its own time-out.
      void pool.end();
      throw error;
    }
  }

  openUrl(
    url: Secret,
    tls: Parameters<DatabaseGateway<Schema>['openUrl']>[1],
    options?: OpenOptions,
  ): Promise<TenantDatabase<Schema>> {
    const { address, password } = readUrl(url, tls);
    return this.open(address, password, options);
  }

  statements(map: SchemaMap): ReturnType<DatabaseGateway<Schema>['statements']> {
    return this.#catalogue(map).list();
  }

  grants(map: SchemaMap, role: string): string {
    return grantsFor(this.#statements, map, role);
  }

  #catalogue(map: SchemaMap): StatementCatalogue {
    return new StatementCatalogue(this.#statements, map);
  }
}

const insertedBy = (statements: readonly AnyStatement[]): ReadonlySet<string> =>
  new Set(
    statements
      .flatMap(({ needs }) => needs.filter(({ verb }) => verb === 'INSERT'))
      .map(({ table }) => table),
  );

function refuseUnmapped({ missing, ambiguous }: SchemaMap): void {
  if (missing.length === 0 && ambiguous.length === 0) return;
  throw new OperatorError('E_SCHEMA_UNMAPPED', { details: { missing, ambiguous } });
}
