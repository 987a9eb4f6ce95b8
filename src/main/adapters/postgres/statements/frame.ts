import { sql } from 'kysely';
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

export const frameStatements = [
  beginSnapshot,
  beginReading,
  beginWriting,
  setLimits,
  lockExclusive,
  lockShared,
  commit,
  rollback,
] as const;
