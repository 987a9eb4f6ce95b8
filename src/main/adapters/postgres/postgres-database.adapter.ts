import type pg from 'pg';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { DatabaseAddress } from '../../ports/database-gateway.port.ts';
import type {
  EnvironmentFingerprint,
  SchemaMap,
  TenantDatabase,
  Transaction,
  TransactionOptions,
} from '../../ports/database.port.ts';
import { cancelStatement, type CancelTarget } from './cancel.ts';
import { connectError } from './connect-error.ts';
import { Conversation, type ConversationOptions } from './conversation.ts';
import { readFingerprint } from './fingerprint.ts';
import type { StatementCatalogue } from './statement-catalogue.ts';
import { PgTransaction, type Mode } from './transaction.ts';

type Parts = {
  readonly pool: pg.Pool;
  readonly address: DatabaseAddress;
  readonly cancel: CancelTarget;
  readonly onRoundTrip?: ConversationOptions['onRoundTrip'];
};

/** A PostgreSQL database, directly or behind PgBouncer in transaction mode. */
export class PostgresDatabase<Schema> implements TenantDatabase<Schema> {
  readonly map: SchemaMap;
  readonly #parts: Parts;
  readonly #catalogue: StatementCatalogue;

  constructor(parts: Parts, catalogue: StatementCatalogue, map: SchemaMap) {
    this.#parts = parts;
    this.#catalogue = catalogue;
    this.map = map;
  }

  read<T>(work: (tx: Transaction<Schema>) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    return this.#inTransaction(options.lock === undefined ? 'snapshot' : 'reading', work, options);
  }

  write<T>(work: (tx: Transaction<Schema>) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    return this.#inTransaction('writing', work, options);
  }

  fingerprint(): Promise<EnvironmentFingerprint> {
    return readFingerprint<Schema>(this);
  }

  async close(): Promise<void> {
    await this.#parts.pool.end();
  }

  async #inTransaction<T>(
    mode: Mode,
    work: (tx: Transaction<Schema>) => Promise<T>,
    options: TransactionOptions,
  ): Promise<T> {
    const conversation = await this.#connect(options.signal);
    const tx = new PgTransaction<Schema>({ conversation, catalogue: this.#catalogue, mode, options });
    try {
      const result = await work(tx);
      await tx.commit();
      return result;
    } catch (error) {
      await tx.rollback();
      throw error;
    } finally {
      conversation.close();
    }
  }

  async #connect(signal: AbortSignal | undefined): Promise<Conversation> {
    if (signal?.aborted === true) throw new OperatorError('E_CANCELLED', { cause: signal.reason });
    const { pool, address, cancel, onRoundTrip } = this.#parts;
    try {
      const client = await pool.connect();
      return new Conversation(client, { cancel: (target) => cancelStatement(target, cancel), onRoundTrip });
    } catch (error) {
      throw connectError(error, address);
    }
  }
}
