import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type Dialect,
} from 'kysely';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { AnyStatement, Call, SchemaMap } from '../../ports/database.port.ts';
import type { BatchItem } from './batch.ts';
import { withLiveNames } from './live-names.ts';

/** Kysely as a compiler: it never connects, so that nothing runs but what the catalogue lists. */
const compileOnly: Dialect = {
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => new DummyDriver(),
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
};

/** The closed list of statements, compiled for one live schema (L15). */
export class StatementCatalogue {
  readonly #listed: ReadonlySet<AnyStatement>;
  readonly #map: SchemaMap;
  readonly #db = new Kysely<unknown>({ dialect: compileOnly });

  constructor(statements: readonly AnyStatement[], map: SchemaMap) {
    this.#listed = new Set(statements);
    this.#map = map;
  }

  /**
   * The statement's SQL and values for these parameters. The server may return one row more than the cap, which tells that there
   * are more. Errors: `E_STATEMENT_UNLISTED`, `E_SCHEMA_UNMAPPED`.
   */
  compile({ statement, params }: Call<unknown>): BatchItem {
    if (!this.#listed.has(statement)) {
      throw new OperatorError('E_STATEMENT_UNLISTED', { details: { statement: statement.name } });
    }
    const { query, queryId } = statement.build(this.#db, params, this.#map);
    // Names are turned once, on the finished query: as a plugin, Kysely would also turn its parts while they are put together.
    const { sql, parameters } = new PostgresQueryCompiler().compileQuery(
      withLiveNames(query, this.#map),
      queryId,
    );
    return { name: statement.name, sql, values: parameters, maxRows: statement.rowCap + 1 };
  }
}
