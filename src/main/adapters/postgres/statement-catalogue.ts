import { createHash } from 'node:crypto';
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type Dialect,
} from 'kysely';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { ListedStatement } from '../../ports/database-gateway.port.ts';
import type { AnyStatement, Call, SchemaMap } from '../../ports/database.port.ts';
import type { BatchItem } from './batch.ts';
import { withLiveNames } from './live-names.ts';
import { runsOn } from './needed-privileges.ts';
import { constantFrames } from './statements/frame.ts';

/** Kysely as a compiler: it never connects, so that nothing runs but what the catalogue lists. */
const compileOnly: Dialect = {
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => new DummyDriver(),
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
};

/** The closed list of statements, compiled for one live schema (L15). */
export class StatementCatalogue {
  readonly map: SchemaMap;
  readonly statements: readonly AnyStatement[];
  readonly #listed: ReadonlySet<AnyStatement>;
  readonly #db = new Kysely<unknown>({ dialect: compileOnly });
  /** What frames a transaction is asked for all the time, with the same few time limits. */
  readonly #kept = new Map<string, BatchItem>();

  constructor(statements: readonly AnyStatement[], map: SchemaMap) {
    this.map = map;
    this.statements = statements;
    this.#listed = new Set(statements);
  }

  /**
   * The statement's SQL and values for these parameters. The server may return one row more than the cap, which tells that there
   * are more. Errors: `E_STATEMENT_UNLISTED`, `E_SCHEMA_UNMAPPED`.
   */
  compile(call: Call<unknown>): BatchItem {
    const { statement, params } = call;
    if (!this.#listed.has(statement)) {
      throw new OperatorError('E_STATEMENT_UNLISTED', { details: { statement: statement.name } });
    }
    if (!constantFrames.has(statement)) return this.#compiled(call);
    const key = `${statement.name} ${JSON.stringify(params)}`;
    const item = this.#kept.get(key) ?? this.#compiled(call);
    this.#kept.set(key, item);
    return item;
  }

  #compiled({ statement, params }: Call<unknown>): BatchItem {
    const { query, queryId } = statement.build(this.#db, params, this.map);
    // Names are turned once, on the finished query: as a plugin, Kysely would also turn its parts while they are put together.
    const { sql, parameters } = new PostgresQueryCompiler().compileQuery(
      withLiveNames(query, this.map),
      queryId,
    );
    return {
      name: statement.name,
      sql,
      values: parameters,
      maxRows: statement.limitsItself ? 0 : statement.rowCap + 1,
    };
  }

  /** What can run on this schema, in the catalogue's order. */
  list(): readonly ListedStatement[] {
    return this.statements
      .filter((statement) => runsOn(this.map, statement))
      .map((statement) => {
        const { name, purpose, rowCap, timeoutMs, needs } = statement;
        const { sql } = this.compile({ statement, params: statement.sample as unknown });
        const digest = createHash('sha256').update(sql).digest('hex');
        return { name, purpose, sql, rowCap, timeoutMs, needs, digest };
      });
  }
}
