import { z } from 'zod';
import { PortalError } from '../portal-error.ts';
import type { Scope } from '../policies.ts';
import type { PortalContext } from '../portal-context.ts';
import type { TableName } from '../schema/tables.ts';
import { parentColumns, placedParents } from './placed.ts';
import type { Fields, Resource } from './resource.ts';
import { ancestorColumn, findOwned, scopedQuery, type ScopedQuery } from './scoped-query.ts';

/** Query string of a list. Unknown parameters, `brokerId` among them, are ignored (source 2). */
export const listQuery = z.object({
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  pageSize: z.coerce.number().int().min(1).max(100).default(25),
  employerId: z.string().optional(),
  schemeId: z.string().optional(),
  memberId: z.string().optional(),
});

export type ListQuery = z.infer<typeof listQuery>;

export type Page = {
  readonly data: readonly Fields[];
  readonly total: number;
  readonly page: number;
  readonly pageSize: number;
};

const filterable = ['employers', 'schemes', 'members'] as const;

/** One page of the rows in scope, oldest first, with the number of all of them. */
export async function listRows(
  resource: Resource,
  context: PortalContext,
  query: ListQuery,
  scope: Scope,
): Promise<Page> {
  const { page, pageSize } = query;
  const narrowed = await narrow(resource, context, query, scope);
  if (narrowed === undefined) return { data: [], total: 0, page, pageSize };
  const rows = await narrowed
    .selectAll(resource.table)
    .orderBy(`${resource.table}.createdAt`)
    .orderBy(`${resource.table}.id`)
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .execute();
  const { total } = await narrowed
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return { data: rows.map((row) => resource.presentInList?.(row) ?? row), total, page, pageSize };
}

/** Applies the filters. Undefined when one names what is not the actor's and the deployment answers that with nothing. */
async function narrow(
  resource: Resource,
  context: PortalContext,
  query: ListQuery,
  scope: Scope,
): Promise<ScopedQuery | undefined> {
  let narrowed = scopedQuery(context.db, resource, scope);
  for (const table of filterable) {
    const value = query[parentColumns[table]];
    const column = ancestorColumn(resource, table);
    if (value === undefined || column === undefined) continue;
    const parent = await findOwned(context.db, placedParents[table], value, filterScope(table, scope));
    if (parent === undefined && context.denial === 'empty') return undefined;
    if (parent === undefined) throw new PortalError(context.denial === '403' ? 'Forbidden' : 'NotFound');
    narrowed = narrowed.where(column, '=', value);
  }
  return narrowed;
}

/** A member may filter by the scheme and employer they belong to, which the rows themselves narrow down again. */
const filterScope = (table: TableName, { memberId, ...scope }: Scope): Scope =>
  table === 'members' && memberId !== undefined ? { ...scope, memberId } : scope;
