import type { SelectQueryBuilder } from 'kysely';
import type { Scope } from '../policies.ts';
import type { PortalDatabase, PortalTables } from '../schema/portal-database.ts';
import type { TableName } from '../schema/tables.ts';
import { parentColumn, type Owned, type Resource } from './resource.ts';

export type ScopedQuery = SelectQueryBuilder<PortalTables, TableName, object>;

/** Column that holds the tenant anchor for rows of the resource. */
const anchorColumn = ({ table, parents }: Resource): string => `${parents.at(-1) ?? table}.brokerId`;

/** Column that names an ancestor, or undefined where the resource has none of that kind. */
export function ancestorColumn({ table, parents }: Resource, ancestor: TableName): string | undefined {
  return [table, ...parents].includes(ancestor) ? `${ancestor}.id` : undefined;
}

/** Rows of a resource inside a scope, joined up to the tenant anchor. Every query of the portal starts here. */
export function scopedQuery(db: PortalDatabase, resource: Resource, scope: Scope): ScopedQuery {
  let query = joined(db, resource);
  for (const [column, value] of conditions(resource, scope)) query = query.where(column, '=', value);
  return query;
}

function joined(db: PortalDatabase, { table, parents }: Resource): ScopedQuery {
  let query: ScopedQuery = db.selectFrom(table);
  let child = table;
  for (const parent of parents) {
    const next: SelectQueryBuilder<PortalTables, TableName, object> = query.innerJoin(
      parent,
      `${parent}.id`,
      `${child}.${parentColumn(parent)}`,
    );
    query = next;
    child = parent;
  }
  return query;
}

/** A narrowing the resource cannot express (a member's view of the calendar) matches nothing rather than everything. */
function conditions(resource: Resource, scope: Scope): readonly (readonly [column: string, value: string])[] {
  const { brokerId, employerId, memberId } = scope;
  const wanted = [
    [anchorColumn(resource), brokerId],
    [
      ancestorColumn(resource, 'employers'),
      resource.parents.length > 0 || resource.table === 'employers' ? employerId : undefined,
    ],
    [ancestorColumn(resource, 'members') ?? `${resource.table}.id`, memberId],
  ] as const;
  return wanted.flatMap(([column, value]) =>
    column === undefined || value === undefined ? [] : ([[column, value]] as const),
  );
}

/** Finds one row inside a scope, with whose it is. */
export async function findOwned(
  db: PortalDatabase,
  resource: Resource,
  id: string,
  scope: Scope,
): Promise<Owned | undefined> {
  if (!resource.idPattern.test(id)) return undefined;
  const schemes = ancestorColumn(resource, 'schemes');
  const found = await scopedQuery(db, resource, scope)
    .where(`${resource.table}.id`, '=', id)
    .selectAll(resource.table)
    .select(`${anchorColumn(resource)} as ownerTenant`)
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
