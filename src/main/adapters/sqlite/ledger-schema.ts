/** Marks the file as a ledger of this product: "TCLG" (https://www.sqlite.org/fileformat2.html#application_id). */
export const APPLICATION_ID = 0x54434c47;

/** Step n brings `user_version` from n to n + 1. A step that was released is never changed. */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE entry (
    idx       INTEGER PRIMARY KEY,
    envelope  BLOB NOT NULL,
    nodes     BLOB NOT NULL,
    type      TEXT NOT NULL,
    run_id    TEXT,
    tenant_id TEXT
  ) STRICT;
  CREATE INDEX entry_lookup ON entry (run_id, type, tenant_id);
  CREATE TABLE sealed (
    idx  INTEGER PRIMARY KEY,
    blob BLOB NOT NULL
  ) STRICT;
  CREATE TABLE tenant_key (
    tenant_id TEXT PRIMARY KEY,
    wrapped   BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE head (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    size INTEGER NOT NULL,
    root BLOB NOT NULL,
    seal BLOB NOT NULL
  ) STRICT;

  CREATE TRIGGER entry_is_final BEFORE UPDATE ON entry
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
  CREATE TRIGGER entry_stays BEFORE DELETE ON entry
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
  CREATE TRIGGER sealed_is_final BEFORE UPDATE ON sealed
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
  CREATE TRIGGER sealed_stays BEFORE DELETE ON sealed
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
  CREATE TRIGGER head_only_grows BEFORE UPDATE ON head WHEN NEW.size <= OLD.size
    BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
  CREATE TRIGGER head_stays BEFORE DELETE ON head
    BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
  `,
];
