import type { ActorContext } from '../../actor-context.ts';
import type { PortalContext } from '../../portal-context.ts';
import { placedParents, type Placed } from '../../services/placed.ts';
import type { Fields, Owned } from '../../services/resource.ts';
import { fundChoices, resources } from '../../services/resources.ts';
import { anchorColumn, findOwned, scopedQuery } from '../../services/scoped-query.ts';
import { bodyOf, type Call } from './fit.ts';

/** Rows that are not the actor's, oldest first. */
export async function strangersRows(
  { db }: PortalContext,
  { tenantId }: ActorContext,
  placed: Placed,
  limit: number,
): Promise<readonly Fields[]> {
  return scopedQuery(db, placed, {})
    .where(anchorColumn(placed), '!=', tenantId)
    .selectAll(placed.table)
    .orderBy(`${placed.table}.createdAt`)
    .orderBy(`${placed.table}.id`)
    .limit(limit)
    .execute();
}

/** What a call names by id: in its path, as a filter, or as the parent in its body. */
export type Naming = (c: Call) => Promise<{ readonly placed: Placed; readonly id: string } | undefined>;

export const resourceAt = (c: Call) => resources.find(({ name }) => name === segments(c)[0]);

const segments = (c: Call): readonly string[] => c.req.path.split('/').slice(2);

/** `/api/<resource>/<id>`, and the parent of a list below one. */
export const inPath: Naming = (c) => {
  const [, id = '', child = '', childId] = segments(c);
  const placed = resourceAt(c);
  if (child === fundChoices.name && childId !== undefined)
    return Promise.resolve({ placed: fundChoices, id: childId });
  return Promise.resolve(placed === undefined || id === '' ? undefined : { placed, id });
};

const named = [
  ['employerId', placedParents.employers],
  ['schemeId', placedParents.schemes],
  ['memberId', placedParents.members],
] as const;

export const inFilter: Naming = (c) => Promise.resolve(firstNamed((column) => c.req.query(column)));

export const inBody: Naming = async (c) => {
  const body = await bodyOf(c);
  return firstNamed((column) => body[column]);
};

function firstNamed(value: (column: string) => unknown) {
  return named
    .map(([column, placed]) => ({ placed, id: value(column) }))
    .find((each): each is { placed: (typeof named)[number][1]; id: string } => typeof each.id === 'string');
}

/** The row that a call names, when it is there and another tenant's. */
export async function foreignRow(
  c: Call,
  { db }: PortalContext,
  naming: Naming = inPath,
): Promise<Owned | undefined> {
  const { role, tenantId } = c.get('actor');
  const target = await naming(c);
  if (target === undefined || role === 'SuperAdmin') return undefined;
  const owned = await findOwned(db, target.placed, target.id, {});
  return owned?.tenantId === tenantId ? undefined : owned;
}

/** What a row is called. */
export const titleOf = ({ name, title, lastName, filename, note, subject, fundName }: Fields): string =>
  String(name ?? title ?? lastName ?? filename ?? note ?? subject ?? fundName);
