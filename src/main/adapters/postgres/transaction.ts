import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type {
  Call,
  PackedRows,
  RowsOf,
  Statement,
  Streamed,
  Transaction,
  TransactionOptions,
} from '../../ports/database.port.ts';
import type { FailPoint, FailPoints } from '../../ports/fail-points.port.ts';
import type { BatchAnswer, BatchItem } from './batch.ts';
import type { Conversation, Failure, StreamReply } from './conversation.ts';
import { deniesCommit, translate } from './sqlstate.ts';
import type { Patience } from './patience.ts';
import type { StatementCatalogue } from './statement-catalogue.ts';
import type { ConsoleStatement } from './statements/console-statement.ts';
import * as frame from './statements/frame.ts';

/** `snapshot` and `reading` change nothing; only the former sees one state of the database throughout. */
export type Mode = 'snapshot' | 'reading' | 'writing';

const begin = {
  snapshot: frame.beginSnapshot,
  reading: frame.beginReading,
  writing: frame.beginWriting,
} as const;

type Parts = {
  readonly conversation: Conversation;
  readonly catalogue: StatementCatalogue;
  readonly mode: Mode;
  readonly options: TransactionOptions;
  readonly patience: Patience;
  readonly failPoints: FailPoints | undefined;
};

/**
 * One transaction. BEGIN travels with the first statements, so that a transaction of n round trips costs n + 1; one that runs
 * nothing costs none. After a failure every further statement fails with the same error.
 */
export class PgTransaction<Schema> implements Transaction<Schema> {
  readonly #parts: Parts;
  #begun = false;
  #statementMs = 0;
  #failure: { readonly error: unknown } | undefined;
  /** Round trips queue up here: statements that are started together still run one after another. */
  #tail: Promise<unknown> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async run<Params, Row>(statement: Statement<Schema, Params, Row>, params: Params): Promise<readonly Row[]> {
    const [rows = []] = await this.#queue([{ statement, params }]);
    return rows as readonly Row[];
  }

  async runAll<const Calls extends readonly Call<unknown>[]>(...calls: Calls): Promise<RowsOf<Calls>> {
    return (await this.#queue(calls)) as unknown as RowsOf<Calls>;
  }

  async *stream<Params>(
    statement: Statement<Schema, Params, Streamed>,
    params: Params,
  ): AsyncGenerator<PackedRows, void> {
    const read = Promise.withResolvers<undefined>();
    const before = this.#tail;
    this.#tail = read.promise;
    await before;
    try {
      yield* this.#streamed({ statement, params });
    } catch (error) {
      this.#remember(error);
      throw error;
    } finally {
      read.resolve(undefined);
    }
  }

  /** Errors: `E_COMMIT_IN_DOUBT`, and what the server says when it refuses. Cannot be interrupted. */
  async commit(): Promise<void> {
    await this.#tail;
    if (this.#failure) throw this.#failure.error;
    this.#throwIfAborted();
    if (!this.#begun) return;
    this.#begun = false;
    this.#reach('database.before-commit');
    const reply = await this.#finish(frame.commit, () => this.#reach('database.commit-sent'));
    this.#reach('database.after-commit');
    if (!reply.ok) throw this.#commitError(reply.failure);
    const [answer] = reply.answers;
    if (answer?.command === 'COMMIT') return;
    throw new OperatorError('E_DB_REFUSED', {
      message: 'The server rolled the transaction back instead of committing it.',
    });
  }

  /** Ends the transaction without a trace; a lost connection has done so already. */
  async rollback(): Promise<void> {
    await this.#tail;
    if (!this.#begun) return;
    this.#begun = false;
    await this.#finish(frame.rollback);
  }

  #queue(calls: readonly Call<unknown>[]): Promise<readonly (readonly unknown[])[]> {
    const work = this.#tail.then(() => this.#exchange(calls));
    this.#tail = work.catch((error: unknown) => this.#remember(error));
    return work;
  }

  async #exchange(calls: readonly Call<unknown>[]): Promise<readonly (readonly unknown[])[]> {
    if (this.#failure) throw this.#failure.error;
    this.#throwIfAborted();
    const own = calls.map((one) => this.#parts.catalogue.compile(one));
    const timeoutMs = this.#timeOf(calls);
    const items = [...this.#opening(timeoutMs), ...this.#withLimits(calls, own)];
    const answers = await this.#send(items, timeoutMs);
    this.#reach('database.inside-transaction', calls.at(-1)?.statement.name);
    this.#throwIfAborted();
    return own.map((item, at) => capped(item, answers[items.indexOf(item)], calls[at]));
  }

  async #send(items: readonly BatchItem[], timeoutMs: number): Promise<readonly BatchAnswer[]> {
    this.#begun = true;
    const { conversation, options } = this.#parts;
    const reply = await conversation.send({ items, timeoutMs, signal: options.signal });
    if (!reply.ok) throw this.#error(reply.failure);
    return reply.answers;
  }

  async *#streamed(one: Call<unknown>): AsyncGenerator<PackedRows, void> {
    if (this.#failure) throw this.#failure.error;
    this.#throwIfAborted();
    const item = this.#parts.catalogue.compile(one);
    const timeoutMs = this.#timeOf([one]);
    const before = [...this.#opening(timeoutMs), ...this.#withLimits([one], [item])].slice(0, -1);
    if (before.length > 0) await this.#send(before, timeoutMs);
    const { conversation, options } = this.#parts;
    let reply: StreamReply | undefined;
    try {
      reply = yield* conversation.stream({ item, timeoutMs, signal: options.signal });
    } finally {
      // Whoever stops reading has ended the transaction, too.
      if (reply === undefined) this.#remember(new OperatorError('E_CANCELLED'));
    }
    this.#throwIfAborted();
    if (!reply.ok) throw this.#error(reply.failure);
    capped(item, { rows: [], command: '', ...reply.end }, one);
  }

  #timeOf(calls: readonly Call<unknown>[]): number {
    return calls.reduce((sum, { statement }) => sum + statement.timeoutMs, this.#parts.patience.lockMs);
  }

  #opening(timeoutMs: number): readonly BatchItem[] {
    return [...this.#beginning(), ...this.#bounds(timeoutMs), ...this.#locking()];
  }

  #beginning(): readonly BatchItem[] {
    return this.#begun ? [] : [this.#compile(begin[this.#parts.mode], {})];
  }

  /** As long as the round trip may take, and as the console may leave it alone afterwards: whoever holds locks, holds them no longer. */
  #bounds(timeoutMs: number): readonly BatchItem[] {
    const { mode, options, patience } = this.#parts;
    if (mode !== 'writing' && options.lock === undefined) return [];
    const transactionMs = timeoutMs + patience.graceMs + patience.idleMs;
    return [this.#compile(frame.boundTransaction, { transactionMs })];
  }

  #locking(): readonly BatchItem[] {
    const { lock } = this.#parts.options;
    if (this.#begun || lock === undefined) return [];
    const { lockMs, graceMs } = this.#parts.patience;
    const statement = lock.mode === 'shared' ? frame.lockShared : frame.lockExclusive;
    // The statement gets longer than the lock, so that the lock's own time-out is the one that says what happened.
    return [this.#limits(lockMs + graceMs), this.#compile(statement, { name: lock.name })];
  }

  /** Limits in front of every statement whose time differs from the one before. */
  #withLimits(calls: readonly Call<unknown>[], own: readonly BatchItem[]): readonly BatchItem[] {
    return own.flatMap((item, at) => {
      const statementMs = calls[at]?.statement.timeoutMs ?? this.#statementMs;
      return statementMs === this.#statementMs ? [item] : [this.#limits(statementMs), item];
    });
  }

  #limits(statementMs: number): BatchItem {
    this.#statementMs = statementMs;
    const { lockMs, idleMs } = this.#parts.patience;
    return this.#compile(frame.setLimits, { statementMs, lockMs: Math.min(lockMs, statementMs), idleMs });
  }

  #compile<Params>(statement: ConsoleStatement<Params, never>, params: Params): BatchItem {
    return this.#parts.catalogue.compile({ statement, params });
  }

  #finish(statement: typeof frame.commit, onSent?: () => void): ReturnType<Conversation['send']> {
    const { conversation, patience } = this.#parts;
    return conversation.send({ items: [this.#compile(statement, {})], timeoutMs: patience.commitMs, onSent });
  }

  /** What only reads leaves nothing half done. */
  #reach(name: FailPoint, where?: string): void {
    if (this.#parts.mode === 'writing') this.#parts.failPoints?.reach(name, where);
  }

  #throwIfAborted(): void {
    const { signal } = this.#parts.options;
    if (signal?.aborted === true) throw new OperatorError('E_CANCELLED', { cause: signal.reason });
  }

  #error({ error, statement }: Failure): OperatorError {
    this.#throwIfAborted();
    return translate(error, statement);
  }

  #commitError({ error, sent }: Failure): OperatorError {
    if (!sent || this.#parts.mode !== 'writing') return new OperatorError('E_DB_CONNECTION_LOST');
    return deniesCommit(error) ? translate(error, frame.commit.name) : new OperatorError('E_COMMIT_IN_DOUBT');
  }

  #remember(error: unknown): void {
    this.#failure ??= { error };
  }
}

function capped(
  item: BatchItem,
  answer: BatchAnswer | undefined,
  call: Call<unknown> | undefined,
): readonly unknown[] {
  if (answer === undefined || call === undefined)
    throw new Error('The server answered fewer statements than were sent.');
  const { rowCap } = call.statement;
  if (!answer.suspended && answer.count <= rowCap) return answer.rows;
  throw new OperatorError('E_ROW_CAP', { details: { statement: item.name, rowCap } });
}
