import Database from 'better-sqlite3';
import type { ErrorCode } from '../../../shared/errors/catalogue/index.ts';
import { isOperatorError, OperatorError } from '../../../shared/errors/operator-error.ts';

/** SQLite's result codes by their beginning (https://www.sqlite.org/rescode.html); the first that fits counts. */
const CODES: readonly (readonly [prefix: string, code: ErrorCode])[] = [
  ['SQLITE_FULL', 'E_LEDGER_DISK_FULL'],
  ['SQLITE_IOERR_SHMSIZE', 'E_LEDGER_DISK_FULL'],
  ['SQLITE_BUSY', 'E_LEDGER_BUSY'],
  ['SQLITE_LOCKED', 'E_LEDGER_BUSY'],
  ['SQLITE_PROTOCOL', 'E_LEDGER_BUSY'],
  ['SQLITE_IOERR_SHORT_READ', 'E_LEDGER_DAMAGED'],
  ['SQLITE_IOERR_CORRUPTFS', 'E_LEDGER_DAMAGED'],
  ['SQLITE_IOERR', 'E_LEDGER_UNAVAILABLE'],
  ['SQLITE_CANTOPEN', 'E_LEDGER_UNAVAILABLE'],
  ['SQLITE_READONLY', 'E_LEDGER_UNAVAILABLE'],
  ['SQLITE_PERM', 'E_LEDGER_UNAVAILABLE'],
  ['SQLITE_AUTH', 'E_LEDGER_UNAVAILABLE'],
  ['SQLITE_NOLFS', 'E_LEDGER_UNAVAILABLE'],
];

/**
 * What an error of SQLite means here. Everything else SQLite can say of our own fixed statements (corrupt, not a
 * database, no such table, a constraint that fails) means that the file is not the one we wrote.
 */
export function ledgerErrorOf(error: unknown): unknown {
  if (isOperatorError(error)) return error;
  if (error instanceof Database.SqliteError) {
    const code = CODES.find(([prefix]) => error.code.startsWith(prefix))?.[1] ?? 'E_LEDGER_DAMAGED';
    return new OperatorError(code, { details: { sqlite: error.code }, cause: error });
  }
  return error;
}

/** Runs `work`, with SQLite's errors told in ours. */
export function withLedgerErrors<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw ledgerErrorOf(error);
  }
}

/** A stored value that cannot have been written by us. */
export const damaged = (message: string, index?: number): OperatorError =>
  new OperatorError('E_LEDGER_DAMAGED', { message, details: index === undefined ? {} : { index } });
