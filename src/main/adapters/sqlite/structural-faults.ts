import Database from 'better-sqlite3';
import type { StructuralFault } from '../../ports/ledger-store.port.ts';
import { LOOKUP_ENTRIES } from './ledger-schema.ts';
import { migrate } from './open-database.ts';

type SchemaRow = { readonly type: string; readonly name: string; readonly sql: string | null };

/** What SQLite and a look at the schema find: pages, order, indexes, missing or changed triggers, false search keys. */
export const structuralFaults = (database: Database.Database): readonly StructuralFault[] => [
  ...[...schemaFaults(database), ...integrityFaults(database)].map((message) => ({ message })),
  ...lookupFaults(database),
];

/** The first entry that cannot be found by what it says, or can be by what it does not. */
function lookupFaults(database: Database.Database): readonly StructuralFault[] {
  const index = database.prepare(FALSE_LOOKUP).pluck().get({ every: LOOKUP_ENTRIES });
  return typeof index === 'number'
    ? [{ index, message: `Entry ${index} is not searched by what it says.` }]
    : [];
}

const FALSE_LOOKUP = `
  WITH filled (upto) AS (SELECT (max(idx) + 1) / cast(:every AS INTEGER) * cast(:every AS INTEGER) FROM entry)
  SELECT min(idx) FROM (
    SELECT min(e.idx) AS idx FROM entry e LEFT JOIN lookup l ON l.idx = e.idx
      WHERE e.idx < (SELECT upto FROM filled)
        AND (l.type, l.run_id, l.tenant_id) IS NOT (e.type, e.run_id, e.tenant_id)
    UNION ALL
    SELECT min(idx) FROM lookup WHERE idx >= (SELECT upto FROM filled) OR idx < 0
  )`;

/** Every page, and `lookup` against its indexes; no other table has one. */
function integrityFaults(database: Database.Database): readonly string[] {
  const pages = database.pragma('quick_check(10)') as readonly { readonly quick_check: string }[];
  const indexes = database.pragma('integrity_check(lookup)') as readonly {
    readonly integrity_check: string;
  }[];
  return [...pages.map((line) => line.quick_check), ...indexes.map((line) => line.integrity_check)].filter(
    (line) => line !== 'ok',
  );
}

/** Compares with the schema of a ledger made just now. */
function schemaFaults(database: Database.Database): readonly string[] {
  const fresh = new Database(':memory:');
  try {
    migrate(fresh);
    const asked = schemaOf(fresh);
    const found = schemaOf(database);
    const differing = [...new Set([...asked.keys(), ...found.keys()])].filter(
      (name) => asked.get(name) !== found.get(name),
    );
    return differing.map((name) => `The file's ${name} is not as the console made it.`);
  } finally {
    fresh.close();
  }
}

function schemaOf(database: Database.Database): ReadonlyMap<string, string> {
  const rows = database.prepare('SELECT type, name, sql FROM sqlite_schema').all() as readonly SchemaRow[];
  return new Map(rows.map(({ type, name, sql }) => [`${type} ${name}`, sql ?? '']));
}
