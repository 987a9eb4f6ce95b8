import Database from 'better-sqlite3';

type Trigger = { readonly name: string; readonly sql: string };

/**
 * Changes a closed ledger file with SQL as somebody would who may write it: the triggers are out of the way for that
 * time and back afterwards, so that only what was changed can give it away.
 */
export function tamper(path: string, change: (database: Database.Database) => void): void {
  const database = new Database(path);
  try {
    database.pragma('synchronous = OFF');
    const triggers = database
      .prepare<[], Trigger>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
      .all();
    database.transaction(() => {
      for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
      change(database);
      for (const { sql } of triggers) database.exec(sql);
    })();
    database.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    database.close();
  }
}

/** Everything the file says, row by row: two files that say the same differ only in bytes that hold no data. */
export function contentOf(path: string): string {
  const database = new Database(path, { readonly: true });
  try {
    const tables = ['entry', 'checkpoint', 'sealed', 'tenant_key', 'lookup'];
    return JSON.stringify(tables.map((table) => database.prepare(`SELECT * FROM ${table}`).all()));
  } finally {
    database.close();
  }
}
