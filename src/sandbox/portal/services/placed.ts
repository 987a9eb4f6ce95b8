import type { TableName } from '../schema/tables.ts';

/** Where rows of a table hang, which is what decides whose they are. */
export type Placed = {
  readonly table: TableName;
  /** Tables between this one and the tenant anchor, nearest first. Empty when the row holds the anchor itself. */
  readonly parents: readonly TableName[];
  /** Form of its ids; anything else names no row, and never reaches the database. */
  readonly idPattern: RegExp;
};

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
export const ANY_ID = /^[\w-]{1,64}$/;

/** The tables that others hang below. */
export const placedParents = {
  employers: { table: 'employers', parents: [], idPattern: UUID },
  schemes: { table: 'schemes', parents: ['employers'], idPattern: ANY_ID },
  members: { table: 'members', parents: ['schemes', 'employers'], idPattern: UUID },
} as const satisfies Partial<Record<TableName, Placed>>;

/** Column by which a row points at its parent, and the filter of that name. */
export const parentColumns = {
  employers: 'employerId',
  schemes: 'schemeId',
  members: 'memberId',
} as const satisfies Record<keyof typeof placedParents, string>;

type Parent = keyof typeof placedParents;

const isParent = (table: TableName): table is Parent => Object.hasOwn(placedParents, table);

export function parentOf(table: TableName): { readonly placed: Placed; readonly column: string } {
  if (!isParent(table)) throw new Error(`Nothing hangs below ${table}.`);
  return { placed: placedParents[table], column: parentColumns[table] };
}
