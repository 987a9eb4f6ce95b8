import { PortalError } from '../portal-error.ts';
import type { Leak } from '../leak.ts';
import { listRows } from '../services/list-rows.ts';
import { parentColumns } from '../services/placed.ts';
import { scopedQuery } from '../services/scoped-query.ts';
import { addHeader, afterwards, amend } from './means/answer.ts';
import { anyList, asks, hasQuery, listOf, type Call } from './means/fit.ts';
import { sharedCache } from './means/shared-cache.ts';
import { resourceAt, strangersRows } from './means/strangers.ts';
import { unscopedWhen } from './means/unscoped.ts';
import { planted, plantedSubtly } from './planted.ts';
import type { PortalContext } from '../portal-context.ts';

const leak = planted('read');
const subtle = plantedSubtly('read');

const wholeList = (name: string): Leak =>
  leak(
    [`read-list-${name}`, `All ${name} in a list`, `GET /api/${name} lists the rows of all tenants.`],
    unscopedWhen(asks('GET', listOf(name))),
  );

/** Lists: the plain ones, their pages, their numbers and their headers. */
export const listLeaks: readonly Leak[] = [
  ...['employers', 'members', 'contributions', 'users', 'compliance-calendar'].map(wholeList),
  subtle(
    [
      'read-total',
      'A total over all tenants',
      'The total of GET /api/schemes counts the rows of all tenants.',
    ],
    afterwards(asks('GET', listOf('schemes')), countAll),
  ),
  subtle(
    [
      'read-second-page',
      'Others’ rows on later pages',
      'The tenant is asked for on the first page of a list only.',
    ],
    unscopedWhen(asks('GET', anyList, (c) => Number(c.req.query('page') ?? 1) > 1)),
  ),
  subtle(
    [
      'read-past-the-end',
      'Others’ rows past the end',
      'A page past the end of GET /api/policies is filled up with rows of the table.',
    ],
    afterwards(
      asks('GET', listOf('policies'), (c) => Number(c.req.query('page') ?? 1) > 1),
      fillEmpty,
    ),
  ),
  subtle(
    [
      'read-large-page',
      'Others’ rows on a large page',
      'A page of a hundred rows of members takes another query, which forgets the tenant.',
    ],
    unscopedWhen(asks('GET', listOf('members'), (c) => Number(c.req.query('pageSize')) >= 100)),
  ),
  subtle(
    [
      'read-sorted',
      'Others’ rows in a sorted list',
      'GET /api/employers with a sort parameter takes a query of its own, without the tenant.',
    ],
    unscopedWhen(asks('GET', listOf('employers'), hasQuery('sort', 'order', 'orderBy'))),
  ),
  subtle(
    [
      'read-list-etag',
      'An ETag made from others’ rows',
      'The ETag of GET /api/members names the first row that the whole table has changed.',
    ],
    afterwards(
      asks('GET', listOf('members')),
      headerOfStranger('ETag', (id) => `W/"${id}"`),
    ),
  ),
  subtle(
    [
      'read-list-link',
      'A cursor to others’ rows',
      'The Link header of GET /api/contributions leads to the next row of the table, whosever it is.',
    ],
    afterwards(
      asks('GET', listOf('contributions')),
      headerOfStranger('Link', (id) => `</api/contributions?cursor=${id}>; rel="next"`),
    ),
  ),
  subtle(
    [
      'read-list-cache',
      'A list from a cache that two tenants share',
      'Answers of GET /api/ora-reports are kept for two seconds by address, whoever asked.',
    ],
    sharedCache(asks('GET', listOf('ora-reports'))),
  ),
  subtle(
    [
      'read-filters-joined-by-or',
      'Two filters, one of them checked',
      'Of two filters of a list only one is checked, and rows that fit either are shown.',
    ],
    { middleware: (context) => (c, next) => eitherFilter(c, next, context) },
  ),
];

async function countAll(c: Call, { db }: PortalContext): Promise<void> {
  const resource = resourceAt(c);
  if (resource === undefined) return;
  await amend(c, async (body) => {
    const all = scopedQuery(db, resource, {}).select(({ fn }) => fn.countAll<number>().as('total'));
    return { ...body, ...(await all.executeTakeFirstOrThrow()) };
  });
}

async function fillEmpty(c: Call, context: PortalContext): Promise<void> {
  const resource = resourceAt(c);
  if (resource === undefined) return;
  await amend(c, async (body) => {
    const isEmpty = Array.isArray(body['data']) && body['data'].length === 0;
    return isEmpty ? { ...body, data: await strangersRows(context, c.get('actor'), resource, 5) } : body;
  });
}

function headerOfStranger(header: string, worded: (id: string) => string) {
  return async (c: Call, context: PortalContext): Promise<void> => {
    const resource = resourceAt(c);
    if (resource === undefined || !c.res.ok) return;
    const [row] = await strangersRows(context, c.get('actor'), resource, 1);
    if (row !== undefined) addHeader(c, header, worded(String(row['id'])));
  };
}

/** Lists by each of several filters alone, and refuses only when none of them is the actor's. */
async function eitherFilter(c: Call, next: () => Promise<void>, context: PortalContext) {
  const resource = asks('GET', anyList)(c) ? resourceAt(c) : undefined;
  const named = Object.values(parentColumns).filter((column) => c.req.query(column) !== undefined);
  if (resource === undefined || named.length < 2) return next();
  const { policies } = context;
  const own = policies.scope(c.get('actor'), resource, 'list');
  const lists = named.map((column) => ({ page: 1, pageSize: 25, [column]: c.req.query(column) }));
  const allowed = await Promise.allSettled(lists.map((query) => listRows(resource, context, query, own)));
  if (allowed.every(({ status }) => status === 'rejected')) throw new PortalError('NotFound');
  const found = await Promise.allSettled(lists.map((query) => listRows(resource, context, query, {})));
  const data = found.flatMap((each) => (each.status === 'fulfilled' ? each.value.data : []));
  return c.json({ data, total: data.length, page: 1, pageSize: 25 });
}
