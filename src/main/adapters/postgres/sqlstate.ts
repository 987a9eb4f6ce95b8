import pg from 'pg';
import type { ErrorCode } from '../../../shared/errors/catalogue/index.ts';
import { isOperatorError, OperatorError, type ErrorDetails } from '../../../shared/errors/operator-error.ts';

/** PostgreSQL error codes, appendix A of its manual; two letters stand for a class. */
const codeOf: Readonly<Record<string, ErrorCode>> = {
  '28': 'E_DB_AUTH',
  '3D000': 'E_DB_NOT_FOUND',
  '42501': 'E_DB_PERMISSION',
  '25006': 'E_DB_READ_ONLY',
  '23505': 'E_DB_CONFLICT',
  '23': 'E_DB_CONSTRAINT',
  '40': 'E_DB_SERIALIZATION',
  '53': 'E_DB_BUSY',
  '55P03': 'E_DB_TIMEOUT',
  '57014': 'E_DB_TIMEOUT',
  '25P03': 'E_DB_TIMEOUT',
  '25P04': 'E_DB_TIMEOUT',
  '42P01': 'E_SCHEMA_UNMAPPED',
  '42703': 'E_SCHEMA_UNMAPPED',
  '57P': 'E_DB_CONNECTION_LOST',
  '08': 'E_DB_CONNECTION_LOST',
};

const reasons: Readonly<Record<string, string>> = {
  '55P03': 'lock',
  '57014': 'statement',
  '25P03': 'idle in transaction',
  '25P04': 'transaction',
};

export const isServerError = (error: unknown): error is pg.DatabaseError => error instanceof pg.DatabaseError;

/** The code for what the server said, or undefined when it has no name here. */
const named = (sqlstate: string): ErrorCode | undefined =>
  codeOf[sqlstate] ?? codeOf[sqlstate.slice(0, 3)] ?? codeOf[sqlstate.slice(0, 2)];

/**
 * What `pg` threw, as an operator's error. The server's own message and detail are left behind, because they quote row values
 * (`Key (email)=(…) already exists`): only names of things go into the details.
 */
export function translate(error: unknown, statement?: string): OperatorError {
  if (isOperatorError(error)) return error;
  // An answer that cannot be read is a defect of the statement, not of the line.
  if (error instanceof RangeError || error instanceof TypeError || error instanceof SyntaxError) throw error;
  const where = statement === undefined ? {} : { statement };
  if (!isServerError(error)) return new OperatorError('E_DB_CONNECTION_LOST', { details: where });
  const sqlstate = error.code ?? 'XX000';
  return new OperatorError(named(sqlstate) ?? 'E_DB_REFUSED', {
    details: { ...where, ...facts(error, sqlstate) },
  });
}

function facts(error: pg.DatabaseError, sqlstate: string): ErrorDetails {
  const { constraint, table, column } = error;
  const reason = reasons[sqlstate];
  const known = { sqlstate, constraint, table, column, reason };
  return Object.fromEntries(
    Object.entries(known).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/**
 * True when the server itself says that COMMIT failed and therefore did not happen. Everything else (a lost socket, a shutdown,
 * `40003 statement_completion_unknown`, `08007 transaction_resolution_unknown`) leaves it open.
 */
export function deniesCommit(error: unknown): boolean {
  if (!isServerError(error) || error.severity !== 'ERROR') return false;
  const sqlstate = error.code ?? '';
  return sqlstate !== '40003' && !/^(08|57P|58|XX)/.test(sqlstate);
}
