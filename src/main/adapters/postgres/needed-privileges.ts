import { hasColumn, type AnyStatement, type SchemaMap } from '../../ports/database.port.ts';

/** What the console needs on one live table. A verb maps to the columns, or to `all` of them. */
export type NeededTable = {
  readonly selects: Need;
  readonly inserts: Need;
  readonly updates: Need;
  readonly deletes: boolean;
};
export type Need = 'all' | ReadonlySet<string>;

type Growing = { SELECT: Need; INSERT: Need; UPDATE: Need; deletes: boolean };

/** True when the live schema has every table that the statement speaks of, and what it means nothing without. */
export const runsOn = (map: SchemaMap, { needs, onlyWith }: AnyStatement): boolean =>
  needs.every(({ table }) => map.tables[table] !== undefined) &&
  (onlyWith?.columns.every((column) => hasColumn(map, onlyWith.table, column)) ?? true);

/** Live tables from which rows may be deleted only while their owner lends that: some statements need it, and none of the others. */
export function lentTables(statements: readonly AnyStatement[], map: SchemaMap): readonly string[] {
  const daily = neededPrivileges(statements, map);
  const lent = everyNeed(
    statements.filter((one) => one.lent !== undefined),
    map,
  );
  return [...lent]
    .filter(([table, { deletes }]) => deletes && daily.get(table)?.deletes !== true)
    .map(([table]) => table)
    .sort();
}

/** What all statements together need of a role for good, by live table. Columns that the live schema lacks need nothing. */
export const neededPrivileges = (
  statements: readonly AnyStatement[],
  map: SchemaMap,
): ReadonlyMap<string, NeededTable> =>
  everyNeed(
    statements.filter(({ lent }) => lent === undefined),
    map,
  );

function everyNeed(statements: readonly AnyStatement[], map: SchemaMap): ReadonlyMap<string, NeededTable> {
  const needed = new Map<string, Growing>();
  for (const { table, verb, columns } of statements
    .filter((one) => runsOn(map, one))
    .flatMap(({ needs }) => needs)) {
    const live = map.tables[table];
    if (live === undefined) continue;
    const entry = needed.get(live.name) ?? {
      SELECT: new Set(),
      INSERT: new Set(),
      UPDATE: new Set(),
      deletes: false,
    };
    needed.set(live.name, entry);
    if (verb === 'DELETE') entry.deletes = true;
    else
      entry[verb] = grow(
        entry[verb],
        columns?.flatMap((column) => liveColumn(live.columns, column)),
      );
  }
  return new Map([...needed].map(([table, entry]) => [table, settled(entry)]));
}

/** `xmin` is on every table and in no map: the transaction that wrote a row last. */
const liveColumn = (columns: Readonly<Record<string, string>>, column: string): readonly string[] =>
  column === 'xmin' ? [column] : [columns[column] ?? []].flat();

const grow = (need: Need, columns: readonly string[] | undefined): Need =>
  need === 'all' || columns === undefined ? 'all' : new Set([...need, ...columns]);

const settled = ({ SELECT, INSERT, UPDATE, deletes }: Growing): NeededTable => ({
  selects: SELECT,
  inserts: INSERT,
  updates: UPDATE,
  deletes,
});
