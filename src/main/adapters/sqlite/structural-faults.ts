import Database from 'better-sqlite3';
import { migrate } from './open-database.ts';

type SchemaRow = { readonly type: string; readonly name: string; readonly sql: string | null };

/** What SQLite and a look at the schema find: pages, order, indexes against tables, missing or changed triggers. */
export const structuralFaults = (database: Database.Database): readonly string[] => [
  ...schemaFaults(database),
  ...integrityFaults(database),
];

function integrityFaults(database: Database.Database): readonly string[] {
  const lines = database.pragma('integrity_check(10)') as readonly { readonly integrity_check: string }[];
  return lines.map((line) => line.integrity_check).filter((line) => line !== 'ok');
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
