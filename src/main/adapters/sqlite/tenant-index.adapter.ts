import Database from 'better-sqlite3';
import type { IndexedTenant, TenantIndex } from '../../ports/tenant-index.port.ts';

/** The trigram tokenizer finds parts of three characters and more; shorter ones are looked for row by row. */
const TRIGRAM = 3;

const schema = `
  CREATE TABLE tenant (
    rowid INTEGER PRIMARY KEY, tenantId TEXT UNIQUE NOT NULL, legalName TEXT NOT NULL, croNumber TEXT NOT NULL,
    contactEmail TEXT NOT NULL, contactName TEXT NOT NULL, openedAt TEXT NOT NULL, runId TEXT NOT NULL,
    runbook TEXT NOT NULL, connection TEXT NOT NULL, environment TEXT NOT NULL
  ) STRICT;
  CREATE INDEX tenant_opened ON tenant (openedAt DESC, rowid DESC);
  CREATE VIRTUAL TABLE found USING fts5(
    tenantId, legalName, croNumber, contactEmail, contactName, content='tenant', tokenize='trigram'
  );
  CREATE TRIGGER added AFTER INSERT ON tenant BEGIN
    INSERT INTO found (rowid, tenantId, legalName, croNumber, contactEmail, contactName)
    VALUES (new.rowid, new.tenantId, new.legalName, new.croNumber, new.contactEmail, new.contactName);
  END;
  CREATE TRIGGER removed AFTER DELETE ON tenant BEGIN
    INSERT INTO found (found, rowid, tenantId, legalName, croNumber, contactEmail, contactName)
    VALUES ('delete', old.rowid, old.tenantId, old.legalName, old.croNumber, old.contactEmail, old.contactName);
  END;
`;

/** A full-text index in an in-memory SQLite database: nothing of it reaches a disk. */
export function memoryTenantIndex(): TenantIndex {
  const db = new Database(':memory:');
  db.exec(schema);
  const remove = db.prepare('DELETE FROM tenant WHERE tenantId = ?');
  const insert = db.prepare(`
    INSERT INTO tenant (
      tenantId, legalName, croNumber, contactEmail, contactName, openedAt, runId, runbook, connection, environment
    ) VALUES (
      @tenantId, @legalName, @croNumber, @contactEmail, @contactName, @openedAt, @runId, @runbook, @connection, @environment
    )`);
  const byId = db.prepare<[string], IndexedTenant>(`
    SELECT tenantId, legalName, croNumber, contactEmail, contactName, openedAt, runId, runbook, connection, environment
    FROM tenant WHERE tenantId = ?`);
  const queries = queriesOf(db);
  const replace = db.transaction((tenants: readonly IndexedTenant[]) => {
    for (const tenant of tenants) {
      remove.run(tenant.tenantId);
      insert.run(tenant);
    }
  });
  return {
    put: (tenants) => replace(tenants),
    get: (tenantId) => byId.get(tenantId),
    search: (query, { limit, offset }) => {
      const words = query.split(/\s+/).filter(Boolean);
      const [rows, count, condition] = conditionOf(queries, words);
      const total = count.get(...condition)?.total ?? 0;
      return { total, tenantIds: rows.all(...condition, limit, offset).map(({ tenantId }) => tenantId) };
    },
  };
}

type Query = readonly [
  Database.Statement<unknown[], { tenantId: string }>,
  Database.Statement<unknown[], { total: number }>,
];

function queriesOf(db: Database.Database) {
  const newest = 'ORDER BY openedAt DESC, rowid DESC LIMIT ? OFFSET ?';
  const pair = (from: string): Query => [
    db.prepare(`SELECT tenantId FROM tenant ${from} ${newest}`),
    db.prepare(`SELECT count(*) AS total FROM tenant ${from}`),
  ];
  return {
    all: pair(''),
    matching: pair('WHERE rowid IN (SELECT rowid FROM found WHERE found MATCH ?)'),
    short: pair(
      "WHERE (tenantId || ' ' || legalName || ' ' || croNumber || ' ' || contactEmail || ' ' || contactName) LIKE ? ESCAPE '\\'",
    ),
  };
}

/** One of three fixed statements; what was typed is only ever a parameter. */
function conditionOf(
  { all, matching, short }: ReturnType<typeof queriesOf>,
  words: readonly string[],
): readonly [...Query, readonly string[]] {
  if (words.length === 0) return [...all, []];
  const long = words.filter((word) => word.length >= TRIGRAM);
  if (long.length === 0) return [...short, [`%${words.join(' ').replaceAll(/[\\%_]/g, String.raw`\$&`)}%`]];
  return [...matching, [long.map((word) => `"${word.replaceAll('"', '""')}"`).join(' AND ')]];
}
