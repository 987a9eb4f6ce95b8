import type pg from 'pg';
import { isOperatorError } from '../../../shared/errors/operator-error.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { DatabaseExamination } from '../../ports/database-examination.port.ts';
import type { FailPoints } from '../../ports/fail-points.port.ts';
import type { DatabaseAddress } from '../../ports/database-gateway.port.ts';
import type {
  EnvironmentFingerprint,
  SchemaMap,
  TenantDatabase,
  Transaction,
  TransactionOptions,
} from '../../ports/database.port.ts';
import { cancelStatement, type CancelTarget } from './cancel.ts';
import { checkOut } from './check-out.ts';
import { connectError } from './connect-error.ts';
import { Conversation, type ConversationOptions } from './conversation.ts';
import { examine, type Line } from './examination.ts';
import { readFingerprint } from './fingerprint.ts';
import type { Patience } from './patience.ts';
import type { StatementCatalogue } from './statement-catalogue.ts';
import { PgTransaction, type Mode } from './transaction.ts';

type Parts = {
  readonly pool: pg.Pool;
  readonly address: DatabaseAddress;
  readonly cancel: CancelTarget;
  readonly clock: Clock;
  readonly patience: Patience;
  readonly onRoundTrip: ConversationOptions['onRoundTrip'];
  readonly failPoints: FailPoints | undefined;
};

/** A PostgreSQL database, directly or behind PgBouncer in transaction mode. */
export class PostgresDatabase<Schema> implements TenantDatabase<Schema> {
  readonly #parts: Parts;
  readonly #catalogue: StatementCatalogue;

  constructor(parts: Parts, catalogue: StatementCatalogue) {
    this.#parts = parts;
    this.#catalogue = catalogue;
  }

  get map(): SchemaMap {
    return this.#catalogue.map;
  }

  read<T>(work: (tx: Transaction<Schema>) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    return this.#withConversation(options, (conversation) => {
      const mode = options.lock === undefined ? 'snapshot' : 'reading';
      return this.#inTransaction(conversation, mode, work, options);
    });
  }

  write<T>(work: (tx: Transaction<Schema>) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    return this.#withConversation(options, (conversation) =>
      this.#inTransaction(conversation, 'writing', work, options),
    );
  }

  fingerprint(): Promise<EnvironmentFingerprint> {
    return readFingerprint<Schema>(this);
  }

  examine(): Promise<DatabaseExamination> {
    const { statements, map } = this.#catalogue;
    return examine({ open: () => this.#openLine(), clock: this.#parts.clock, statements, map });
  }

  async close(): Promise<void> {
    if (!this.#parts.pool.ending) await this.#parts.pool.end();
  }

  async #openLine(): Promise<Line<Schema>> {
    const conversation = await this.#connect();
    return {
      processId: conversation.processId,
      certificateEnds: conversation.certificateEnds,
      read: (work) => this.#inTransaction(conversation, 'snapshot', work, {}),
      [Symbol.dispose]: () => conversation[Symbol.dispose](),
    };
  }

  async #withConversation<T>(
    { signal }: TransactionOptions,
    work: (conversation: Conversation) => Promise<T>,
  ): Promise<T> {
    using conversation = await this.#connect(signal);
    return await work(conversation);
  }

  async #inTransaction<T>(
    conversation: Conversation,
    mode: Mode,
    work: (tx: Transaction<Schema>) => Promise<T>,
    options: TransactionOptions,
  ): Promise<T> {
    const { patience, failPoints } = this.#parts;
    const tx = new PgTransaction<Schema>({
      conversation,
      catalogue: this.#catalogue,
      mode,
      options,
      patience,
      failPoints,
    });
    try {
      const result = await work(tx);
      await tx.commit();
      return result;
    } catch (error) {
      await tx.rollback();
      throw error;
    }
  }

  async #connect(signal?: AbortSignal): Promise<Conversation> {
    const { pool, address, cancel, onRoundTrip, patience } = this.#parts;
    try {
      const client = await checkOut(pool, signal);
      const { graceMs } = patience;
      return new Conversation(client, {
        cancel: (one) => cancelStatement(one, cancel),
        graceMs,
        onRoundTrip,
      });
    } catch (error) {
      throw isOperatorError(error) ? error : connectError(error, address);
    }
  }
}
