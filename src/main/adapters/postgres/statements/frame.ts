import { sql } from 'kysely';
import type { AnyStatement } from '../../../ports/database.port.ts';
import type { ConsoleStatement, NoParams } from './console-statement.ts';

/** What stands around every transaction. `set_config(…, true)` is SET LOCAL with bound values: one constant text to list. */

type Frame<Params = NoParams> = ConsoleStatement<Params, never>;

const base = { rowCap: 1, timeoutMs: 5_000, needs: [], sample: {} } as const;

export const beginSnapshot: Frame = {
  ...base,
  name: 'console.begin-snapshot',
  purpose: 'Begin a read-only transaction on one snapshot.',
  build: (db) => sql<never>`begin isolation level repeatable read read only`.compile(db),
};

export const beginReading: Frame = {
  ...base,
  name: 'console.begin-reading',
  purpose: 'Begin a read-only transaction that takes a lock before it looks.',
  build: (db) => sql<never>`begin isolation level read committed read only`.compile(db),
};

export const beginWriting: Frame = {
  ...base,
  name: 'console.begin-writing',
  purpose: 'Begin a transaction that may change rows.',
  build: (db) => sql<never>`begin isolation level read committed read write`.compile(db),
};

/** Milliseconds. */
export type Limits = { readonly statementMs: number; readonly lockMs: number; readonly idleMs: number };

export const setLimits: Frame<Limits> = {
  ...base,
  name: 'console.set-limits',
  purpose: 'Bound statement, lock and idle time until the transaction ends.',
  sample: { statementMs: 5_000, lockMs: 5_000, idleMs: 60_000 },
  build: (db, { statementMs, lockMs, idleMs }) =>
    sql<never>`select pg_catalog.set_config('statement_timeout', ${String(statementMs)}, true),
      pg_catalog.set_config('lock_timeout', ${String(lockMs)}, true),
      pg_catalog.set_config('idle_in_transaction_session_timeout', ${String(idleMs)}, true)`.compile(db),
};

/**
 * Statement time is not counted while a batch is half here, nor is idle time: a network that has swallowed the rest would leave the
 * locks held for as long as its end of the connection lives. Setting the time to 0 first begins it anew. Servers before PostgreSQL 17
 * do not know it; they look soon whether the client's host is still there instead.
 */
export const boundTransaction: Frame<{ readonly transactionMs: number }> = {
  ...base,
  name: 'console.bound-transaction',
  purpose: 'Bound the time from here to the end of the transaction.',
  sample: { transactionMs: 75_000 },
  build: (db, { transactionMs }) =>
    sql<never>`select case when pg_catalog.current_setting('transaction_timeout', true) is null
      then pg_catalog.set_config('tcp_keepalives_idle', '20', true)
        || pg_catalog.set_config('tcp_keepalives_interval', '10', true)
        || pg_catalog.set_config('tcp_keepalives_count', '4', true)
      else pg_catalog.set_config('transaction_timeout',
        case pg_catalog.set_config('transaction_timeout', '0', true) when '0' then ${String(transactionMs)}::text end, true)
      end`.compile(db),
};

export const lockExclusive: Frame<{ readonly name: string }> = {
  ...base,
  name: 'console.lock-exclusive',
  purpose: 'Take an advisory lock until the transaction ends; nobody else holds it meanwhile.',
  sample: { name: 'tenant' },
  build: (db, { name }) =>
    sql<never>`select pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(${name}, 0))`.compile(db),
};

export const lockShared: Frame<{ readonly name: string }> = {
  ...lockExclusive,
  name: 'console.lock-shared',
  purpose: 'Take an advisory lock until the transaction ends; others may share it, nobody holds it alone.',
  build: (db, { name }) =>
    sql<never>`select pg_catalog.pg_advisory_xact_lock_shared(pg_catalog.hashtextextended(${name}, 0))`.compile(
      db,
    ),
};

export const commit: Frame = {
  ...base,
  name: 'console.commit',
  purpose: 'Make the transaction last.',
  build: (db) => sql<never>`commit`.compile(db),
};

export const rollback: Frame = {
  ...base,
  name: 'console.rollback',
  purpose: 'Undo the transaction.',
  build: (db) => sql<never>`rollback`.compile(db),
};

const constant = [
  beginSnapshot,
  beginReading,
  beginWriting,
  setLimits,
  commit,
  rollback,
  boundTransaction,
] as const;

/** Those that have no parameters but time limits: there are only so many of each. */
export const constantFrames: ReadonlySet<AnyStatement> = new Set(constant);

export const frameStatements = [...constant, lockExclusive, lockShared] as const;
