import { createHash } from 'node:crypto';
import type { ExpectedName, ExpectedSchema, ExpectedTable, SchemaMap } from '../../ports/database.port.ts';
import type { LiveTable } from './statements/introspection.ts';

type Tables = Readonly<
  Record<string, { readonly name: string; readonly columns: Readonly<Record<string, string>> }>
>;

/** `brokerId`, `broker_id`, `BrokerID` and `"broker_ID"` are one name in different spellings. */
const spelling = (name: string): string => name.replaceAll('_', '').toLowerCase();

/**
 * Finds the model's tables in what the server has (P2): in the first schema of the search path that has all of them, else in the
 * only other schema that has, else in the one that has most, with what is missing named.
 * `inserted` are the logical tables that the console adds rows to: only there do unknown demands of the schema matter.
 */
export function mapSchema(
  live: readonly LiveTable[],
  expected: ExpectedSchema,
  inserted: ReadonlySet<string>,
): SchemaMap {
  const readings = [...Map.groupBy(live, ({ schema }) => schema)].map(([schema, tables]) => ({
    onPath: tables[0]?.place !== null,
    map: readSchema(schema, tables, expected, inserted),
  }));
  const whole = readings.filter(({ map }) => map.missing.length === 0);
  const onPath = whole.find((reading) => reading.onPath);
  if (onPath) return onPath.map;
  if (whole.length > 1) return undecided(whole.map(({ map }) => map));
  const [best] = readings.map(({ map }) => map).sort((a, b) => a.missing.length - b.missing.length);
  return best ?? readSchema('public', [], expected, inserted);
}

/** Several schemas could be meant, and nothing says which: the operator has to. */
function undecided(maps: readonly SchemaMap[]): SchemaMap {
  const [first] = maps as readonly [SchemaMap];
  return { ...first, ambiguous: [`schema: ${maps.map(({ schema }) => schema).join(', ')}`] };
}

function readSchema(
  schema: string,
  live: readonly LiveTable[],
  expected: ExpectedSchema,
  inserted: ReadonlySet<string>,
): SchemaMap {
  const reading = new Reading();
  const tables: Record<string, Tables[string]> = {};
  for (const [logical, table] of Object.entries(expected)) {
    const name = reading.find(
      logical,
      logical,
      table,
      live.map((one) => one.table),
    );
    const found = live.find((one) => one.table === name);
    if (found) tables[logical] = { name: found.table, columns: readColumns(reading, logical, table, found) };
  }
  const filled = Object.entries(tables).filter(([logical]) => inserted.has(logical));
  const unfilled = filled.flatMap(([, table]) => demandsOf(live, table));
  return {
    schema,
    tables,
    missing: reading.missing,
    ambiguous: reading.ambiguous,
    unfilled,
    digest: digestOf(live),
  };
}

function readColumns(
  reading: Reading,
  logical: string,
  expected: ExpectedTable,
  live: LiveTable,
): Record<string, string> {
  const names = live.columns.map(({ name }) => name);
  const found = Object.entries(expected.columns).map(
    ([column, wanted]) => [column, reading.find(`${logical}.${column}`, column, wanted, names)] as const,
  );
  return Object.fromEntries(found.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** Live columns that an INSERT must fill and that no logical column stands for. */
function demandsOf(live: readonly LiveTable[], { name, columns }: Tables[string]): readonly string[] {
  const known = new Set(Object.values(columns));
  const demanded = live.find(({ table }) => table === name)?.columns.filter(({ demanded }) => demanded) ?? [];
  return demanded.filter((column) => !known.has(column.name)).map((column) => `${name}.${column.name}`);
}

/** Collects what could not be found while names are looked up. */
class Reading {
  readonly missing: string[] = [];
  readonly ambiguous: string[] = [];

  find(
    label: string,
    logical: string,
    { required, aliases = [] }: ExpectedName,
    live: readonly string[],
  ): string | undefined {
    const own = live.filter((name) => spelling(name) === spelling(logical));
    const also = new Set(aliases.map(spelling));
    const candidates = own.length > 0 ? own : live.filter((name) => also.has(spelling(name)));
    if (candidates.length === 1) return candidates[0];
    if (candidates.length > 1) this.ambiguous.push(`${label}: ${candidates.join(', ')}`);
    if (required) this.missing.push(label);
    return undefined;
  }
}

/** SHA-256, lower-case hex, over tables, columns and types in a fixed order. */
function digestOf(live: readonly LiveTable[]): string {
  const lines = live.flatMap(({ table, columns }) =>
    columns.map(({ name, type }) => JSON.stringify([table, name, type])),
  );
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
}
