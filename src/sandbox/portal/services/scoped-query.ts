import type { SelectQueryBuilder } from 'kysely';
import type { Scope } from '../policies.ts';
import type { PortalDatabase, PortalTables } from '../schema/portal-database.ts';
import type { TableName } from '../schema/tables.ts';
import { parentOf, type Placed } from './placed.ts';
import type { Owned } from './resource.ts';

export type ScopedQuery = SelectQueryBuilder<PortalTables, TableName, object>;

/** Column that holds the tenant anchor for rows of the table. */
export const anchorColumn = ({ table, parents }: Placed): string => `${parents.at(-1) ?? table}.brokerId`;

/** Column that names an ancestor, or undefined where it has none of that kind. */
export function ancestorColumn({ table, parents }: Placed, ancestor: TableName): string | undefined {
  return [table, ...parents].includes(ancestor) ? `${ancestor}.id` : undefined;
}

/** Rows of a table inside a scope, joined up to the tenant anchor. Every query of the portal starts here. */
export function scopedQuery(db: PortalDatabase, placed: Placed, scope: Scope): ScopedQuery {
  let query = joined(db, placed);
  for (const [column, value] of conditions(placed, scope)) query = query.where(column, '=', value);
  return query;
}

function joined(db: PortalDatabase, { table, parents }: Placed): ScopedQuery {
  let query: ScopedQuery = db.selectFrom(table);
  let child = table;
  for (const parent of parents) {
    const next: SelectQueryBuilder<PortalTables, TableName, object> = query.innerJoin(
      parent,
      `${parent}.id`,
      `${child}.${parentOf(parent).column}`,
    );
    query = next;
    child = parent;
  }
  return query;
}

/**
 * A member sees nothing where rows do not lead to members. An employer's users do see what belongs to the whole tenant,
 * as far as their role lets them.
 */
function conditions(placed: Placed, scope: Scope): readonly (readonly [column: string, value: string])[] {
  const { brokerId, employerId, memberId } = scope;
  const wanted = [
    [anchorColumn(placed), brokerId],
    [ancestorColumn(placed, 'employers'), employerId],
    [ancestorColumn(placed, 'members') ?? `${placed.table}.id`, memberId],
  ] as const;
  return wanted.flatMap(([column, value]) =>
    column === undefined || value === undefined ? [] : ([[column, value]] as const),
  );
}

/** Finds one row inside a scope, with whose it is. */
export async function findOwned(
  db: PortalDatabase,
  placed: Placed,
  id: string,
  scope: Scope,
): Promise<Owned | undefined> {
  if (!placed.idPattern.test(id)) return undefined;
  const schemes = ancestorColumn(placed, 'schemes');
  const found = await scopedQuery(db, placed, scope)
    .where(`${placed.table}.id`, '=', id)
    .selectAll(placed.table)
    .select(`${anchorColumn(placed)} as ownerTenant`)
    .$if(schemes !== undefined, (query) => query.select(`${schemes ?? ''} as ownerScheme`))
    .executeTakeFirst();
  return found === undefined ? undefined : split(found);
}

function split(found: Readonly<Record<string, unknown>>): Owned {
  const { ownerTenant, ownerScheme, ...row } = found;
  return {
    row: row as Owned['row'],
    tenantId: ownerTenant as string | null,
    schemeId: (ownerScheme ?? null) as string | null,
  };
}
