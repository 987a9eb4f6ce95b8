/** Marks the file as a ledger of this product: "TCLG" (https://www.sqlite.org/fileformat2.html#application_id). */
export const APPLICATION_ID = 0x54434c47;

/** Entries after which `lookup` is filled. */
export const LOOKUP_ENTRIES = 128;

/** Step n brings `user_version` from n to n + 1. A step that was released is never changed. */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE entry (
    idx       INTEGER PRIMARY KEY CHECK (idx >= 0),
    type      TEXT NOT NULL,
    run_id    TEXT,
    tenant_id TEXT,
    nodes     BLOB NOT NULL,
    envelope  BLOB NOT NULL
  ) STRICT;
  CREATE TABLE checkpoint (
    size INTEGER PRIMARY KEY,
    note TEXT NOT NULL
  ) STRICT;
  CREATE TABLE sealed (
    idx  INTEGER PRIMARY KEY CHECK (idx >= 0),
    blob BLOB NOT NULL
  ) STRICT;
  CREATE TABLE tenant_key (
    tenant_id TEXT PRIMARY KEY,
    wrapped   BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- What entries are searched by. An index on "entry" would cost a page more in each append; this is filled for
  -- many entries at a time, and the few that came since are looked through.
  CREATE TABLE lookup (
    idx       INTEGER PRIMARY KEY,
    type      TEXT NOT NULL,
    run_id    TEXT,
    tenant_id TEXT
  ) STRICT;
  CREATE INDEX lookup_type ON lookup (type);
  CREATE INDEX lookup_run ON lookup (run_id) WHERE run_id IS NOT NULL;
  CREATE INDEX lookup_tenant ON lookup (tenant_id) WHERE tenant_id IS NOT NULL;
  CREATE VIEW entry_key AS
    SELECT idx, type, run_id, tenant_id FROM lookup
    UNION ALL
    SELECT idx, type, run_id, tenant_id FROM entry
      WHERE idx > coalesce((SELECT max(idx) FROM lookup), -1);

  CREATE TRIGGER entry_is_final BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
  CREATE TRIGGER entry_stays BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
  CREATE TRIGGER checkpoint_is_final BEFORE UPDATE ON checkpoint BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
  CREATE TRIGGER checkpoint_stays BEFORE DELETE ON checkpoint BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
  CREATE TRIGGER sealed_is_final BEFORE UPDATE ON sealed BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
  CREATE TRIGGER sealed_stays BEFORE DELETE ON sealed BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
  CREATE TRIGGER lookup_is_final BEFORE UPDATE ON lookup BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
  CREATE TRIGGER lookup_stays BEFORE DELETE ON lookup BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
  `,
];
