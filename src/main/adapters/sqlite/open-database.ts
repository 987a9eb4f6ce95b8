import { closeSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import { APPLICATION_ID, MIGRATIONS } from './ledger-schema.ts';
import { damaged, withLedgerErrors } from './sqlite-error.ts';

export type OpenOptions = {
  /** The file; made when it is not there, readable by its owner alone. */
  readonly path: string;
  /** How long to wait for another process, in milliseconds. */
  readonly busyTimeoutMs?: number;
  /** Upper bound of the file, in bytes. None when left out. */
  readonly maxBytes?: number;
};

/** Frames in the write-ahead log before they are carried over: 16 MiB, so that few appends pay for it. */
const AUTOCHECKPOINT_PAGES = 4000;
const PAGE_BYTES = 4096;

/** Opens the file, durable and of the present form. Errors: see `LedgerStore`; `E_LEDGER_TOO_NEW`. */
export function openDatabase(options: OpenOptions): Database.Database {
  const { path, busyTimeoutMs = 10_000, maxBytes } = options;
  createPrivately(path);
  return withLedgerErrors(() => {
    const database = new Database(path, { timeout: busyTimeoutMs });
    try {
      database.pragma('journal_mode = WAL');
      // What FULL adds, a sync of the log at the end of each commit, is `WalFlush`'s to do, so that several can share it.
      database.pragma('synchronous = NORMAL');
      database.pragma('secure_delete = ON');
      database.pragma('trusted_schema = OFF');
      database.pragma('cell_size_check = ON');
      database.pragma(`wal_autocheckpoint = ${AUTOCHECKPOINT_PAGES}`);
      if (maxBytes !== undefined) database.pragma(`max_page_count = ${Math.ceil(maxBytes / PAGE_BYTES)}`);
      migrate(database);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/** Before SQLite makes it, which would let the group and the world read; its side files take the same mode. */
function createPrivately(path: string): void {
  try {
    closeSync(openSync(path, 'a', 0o600));
  } catch (cause) {
    throw new OperatorError('E_LEDGER_UNAVAILABLE', { cause });
  }
}

export function migrate(database: Database.Database): void {
  if (versionOf(database) === MIGRATIONS.length) {
    requireOurs(database);
    return;
  }
  database
    .transaction(() => {
      const version = versionOf(database);
      if (version > MIGRATIONS.length) throw new OperatorError('E_LEDGER_TOO_NEW', { details: { version } });
      if (version > 0) requireOurs(database);
      for (const step of MIGRATIONS.slice(version)) database.exec(step);
      database.pragma(`application_id = ${APPLICATION_ID}`);
      database.pragma(`user_version = ${MIGRATIONS.length}`);
    })
    .immediate();
}

const versionOf = (database: Database.Database): number =>
  Number(database.pragma('user_version', { simple: true }));

function requireOurs(database: Database.Database): void {
  if (database.pragma('application_id', { simple: true }) === APPLICATION_ID) return;
  throw damaged('The file is not a ledger of the console.');
}
