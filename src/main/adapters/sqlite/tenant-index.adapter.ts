import Database from 'better-sqlite3';
import type { IndexedTenant, RunMark, TenantIndex } from '../../ports/tenant-index.port.ts';

/** The trigram tokenizer finds parts of three characters and more; shorter ones are looked for row by row. */
const TRIGRAM = 3;

// Rows keep the number they came in with: its descending order, which a search gives for nothing, is "newest first".
const schema = `
  CREATE TABLE tenant (
    tenantId TEXT UNIQUE NOT NULL, legalName TEXT NOT NULL, croNumber TEXT NOT NULL, contactEmail TEXT NOT NULL,
    contactName TEXT NOT NULL, openedAt TEXT NOT NULL, runId TEXT NOT NULL, runbook TEXT NOT NULL,
    connection TEXT NOT NULL, environment TEXT NOT NULL, lastEvent TEXT NOT NULL, changedAt TEXT NOT NULL
  ) STRICT;
  CREATE VIRTUAL TABLE found USING fts5(
    tenantId, legalName, croNumber, contactEmail, contactName, content='tenant', tokenize='trigram'
  );
`;

/** A full-text index in an in-memory SQLite database: nothing of it reaches a disk. */
export function memoryTenantIndex(): TenantIndex {
  const db = new Database(':memory:');
  // One transaction for its whole life: each end of one would make the full-text index write and merge a segment. So would a
  // trigger, by the savepoint around it.
  db.exec(`PRAGMA journal_mode = OFF; ${schema} BEGIN`);
  const sql = statementsOf(db);
  const put = (tenant: IndexedTenant): void => {
    const known = sql.row.get(tenant.tenantId);
    if (known === undefined) {
      const { lastInsertRowid: rowid } = sql.insert.run(tenant);
      sql.addWords.run({ ...tenant, rowid });
      return;
    }
    sql.update.run(tenant);
    if (wordsOf(known) === wordsOf(tenant)) return;
    sql.removeWords.run(known);
    sql.addWords.run({ ...tenant, rowid: known.rowid });
  };
  return {
    put: (tenants) => tenants.forEach(put),
    mark: (events) => events.forEach((event) => sql.mark.run(event)),
    get: (tenantId) => sql.byId.get(tenantId),
    search: (query, { limit, offset, lastEvents }) => {
      const searches = lastEvents === undefined ? sql.any : sql.after;
      const [rows, count, condition] = conditionOf(searches, query.split(/\s+/).filter(Boolean));
      const given = lastEvents === undefined ? condition : [...condition, JSON.stringify(lastEvents)];
      const total = count.get(...given)?.total ?? 0;
      return { total, tenants: rows.all(...given, limit, offset) };
    },
  };
}

type Row = IndexedTenant & { readonly rowid: number };

const wordsOf = ({ legalName, croNumber, contactEmail, contactName }: IndexedTenant): string =>
  JSON.stringify([legalName, croNumber, contactEmail, contactName]);

type Query = readonly [
  Database.Statement<unknown[], IndexedTenant>,
  Database.Statement<unknown[], { total: number }>,
];

const anywhere =
  "(tenantId || ' ' || legalName || ' ' || croNumber || ' ' || contactEmail || ' ' || contactName) LIKE ? ESCAPE '\\'";

function statementsOf(db: Database.Database) {
  return {
    insert: db.prepare<IndexedTenant>(`
      INSERT INTO tenant VALUES (
        @tenantId, @legalName, @croNumber, @contactEmail, @contactName, @openedAt, @runId, @runbook, @connection,
        @environment, @lastEvent, @changedAt
      )`),
    update: db.prepare<IndexedTenant>(`
      UPDATE tenant SET
        legalName = @legalName, croNumber = @croNumber, contactEmail = @contactEmail, contactName = @contactName,
        runId = @runId, runbook = @runbook, connection = @connection, environment = @environment,
        lastEvent = @lastEvent, changedAt = @changedAt
      WHERE tenantId = @tenantId`),
    addWords: db.prepare(`
      INSERT INTO found (rowid, tenantId, legalName, croNumber, contactEmail, contactName)
      VALUES (@rowid, @tenantId, @legalName, @croNumber, @contactEmail, @contactName)`),
    removeWords: db.prepare(`
      INSERT INTO found (found, rowid, tenantId, legalName, croNumber, contactEmail, contactName)
      VALUES ('delete', @rowid, @tenantId, @legalName, @croNumber, @contactEmail, @contactName)`),
    mark: db.prepare<RunMark>(
      'UPDATE tenant SET lastEvent = @type, changedAt = @time WHERE tenantId = @tenantId AND runId = @runId',
    ),
    row: db.prepare<[string], Row>('SELECT rowid, tenant.* FROM tenant WHERE tenantId = ?'),
    byId: db.prepare<[string], IndexedTenant>('SELECT tenant.* FROM tenant WHERE tenantId = ?'),
    any: searchesOf(db),
    after: searchesOf(db, 'tenant.lastEvent IN (SELECT value FROM json_each(?))'),
  };
}

/** The searches for rows that also fit `which`; without a `which`, the full-text index counts alone. */
function searchesOf(db: Database.Database, which?: string) {
  const pair = (from: string, newest: string, counted = from): Query => [
    db.prepare(
      `SELECT tenant.* FROM ${from} AND ${which ?? 'true'} ORDER BY ${newest} DESC LIMIT ? OFFSET ?`,
    ),
    db.prepare(`SELECT count(*) AS total FROM ${counted} AND ${which ?? 'true'}`),
  ];
  const matching = 'found JOIN tenant ON tenant.rowid = found.rowid WHERE found MATCH ?';
  return {
    all: pair('tenant WHERE true', 'rowid'),
    matching: pair(matching, 'found.rowid', which === undefined ? 'found WHERE found MATCH ?' : matching),
    short: pair(`tenant WHERE ${anywhere}`, 'rowid'),
  };
}

/** One of three fixed statements; what was typed is only ever a parameter. */
function conditionOf(
  { all, matching, short }: ReturnType<typeof searchesOf>,
  words: readonly string[],
): readonly [...Query, readonly string[]] {
  if (words.length === 0) return [...all, []];
  const long = words.filter((word) => word.length >= TRIGRAM);
  if (long.length === 0) return [...short, [`%${words.join(' ').replaceAll(/[\\%_]/g, String.raw`\$&`)}%`]];
  return [...matching, [long.map((word) => `"${word.replaceAll('"', '""')}"`).join(' AND ')]];
}
