import type { Leak } from '../leak.ts';
import { asks, below, hasQuery, listOf, type Fit } from './means/fit.ts';
import { afterwards, amend } from './means/answer.ts';
import { rerouted, type Asked } from './means/rerouted.ts';
import { strangersRows } from './means/strangers.ts';
import { unscopedWhen } from './means/unscoped.ts';
import { planted, plantedSubtly } from './planted.ts';
import { members, schemes } from '../services/resources.ts';

const leak = planted('read');
const subtle = plantedSubtly('read');

const nested = (parent: string, name: string, words: string): Leak =>
  leak(
    [
      `read-nested-${name}`,
      `${words} below any of the ${parent}`,
      `GET /api/${parent}/{id}/${name} lists below a parent without asking whose it is.`,
    ],
    unscopedWhen(asks('GET', below(parent, name))),
  );

const filterNames = ['employerId', 'schemeId', 'memberId'] as const;

/** Filters written in a way that one part of the portal reads otherwise than another. */
function misread(meant: (value: string, asked: Asked, name: string) => string | undefined) {
  const { front, wasRerouted } = rerouted((asked) => {
    const taken = new URLSearchParams(asked.query);
    let changed = false;
    for (const name of filterNames) {
      const id = meant(asked.query.get(name) ?? '', asked, name);
      if (id === undefined) continue;
      if (id === '') taken.delete(name);
      else taken.set(name, id);
      changed = true;
    }
    return changed && asked.method === 'GET' ? { query: taken } : undefined;
  });
  return { front, ...unscopedWhen(wasRerouted) };
}

/** Filters, lists below a parent, and related rows inside an answer. */
export const filterLeaks: readonly Leak[] = [
  leak(
    ['read-filter-employer', 'Schemes of any employer', 'GET /api/schemes?employerId= takes any employer.'],
    unscopedWhen(asks('GET', listOf('schemes'), hasQuery('employerId'))),
  ),
  leak(
    ['read-filter-scheme', 'Members of any scheme', 'GET /api/members?schemeId= takes any scheme.'],
    unscopedWhen(asks('GET', listOf('members'), hasQuery('schemeId'))),
  ),
  subtle(
    [
      'read-filter-upper-case',
      'Contributions of any member in upper case',
      'The owner of memberId is looked up in lower case only, and what is not found is let through.',
    ],
    unscopedWhen(asks('GET', listOf('contributions'), (c) => /[A-F]/.test(c.req.query('memberId') ?? ''))),
  ),
  subtle(
    [
      'read-filter-repeated',
      'The last of two filters of one name',
      'Of a filter that is given twice the first is checked and the last is used.',
    ],
    misread((_value, { query }, name) =>
      query.getAll(name).length > 1 ? query.getAll(name).at(-1) : undefined,
    ),
  ),
  subtle(
    [
      'read-filter-comma',
      'The last of a list of filters',
      'Of ids that are joined by commas the first is checked and the last is used.',
    ],
    misread((value) => (value.includes(',') ? value.split(',').at(-1) : undefined)),
  ),
  subtle(
    [
      'read-filter-brackets',
      'A filter in brackets',
      'A filter written as name[] or name[in] is understood by the query, but not by the check.',
    ],
    misread((_value, { query }, name) => query.get(`${name}[]`) ?? query.get(`${name}[in]`) ?? undefined),
  ),
  subtle(
    ['read-filter-star', 'A star as filter', 'A filter of * takes the tenant away together with the filter.'],
    misread((value) => (value === '*' ? '' : undefined)),
  ),
  subtle(
    [
      'read-filter-empty',
      'An empty filter',
      'An empty filter takes the tenant away together with the filter.',
    ],
    misread((_value, { query }, name) => (query.get(name) === '' ? '' : undefined)),
  ),
  nested('schemes', 'kfh', 'Key function holders'),
  nested('schemes', 'members', 'Members'),
  nested('members', 'fund-choices', 'Fund choices'),
  subtle(
    [
      'read-nested-head',
      'Contributions below any member by HEAD',
      'HEAD /api/members/{id}/contributions is answered without asking whose member it is.',
    ],
    unscopedWhen((c) => c.req.method === 'HEAD' && below('members', 'contributions').test(c.req.path)),
  ),
  subtle(
    [
      'read-nested-page',
      'Schemes below any employer on a page',
      'GET /api/employers/{id}/schemes asks whose employer it is only without paging.',
    ],
    unscopedWhen(asks('GET', below('employers', 'schemes'), hasQuery('page', 'pageSize'))),
  ),
  subtle(
    [
      'read-nested-other-filter',
      'A filter that wins over the path',
      'GET /api/schemes/{id}/members?schemeId= checks the scheme of the path and lists the one of the query.',
    ],
    filterWins(),
  ),
  subtle(
    [
      'read-include',
      'Related rows of others inside an object',
      'GET /api/schemes/{id}?include=members adds members by a join that forgets the scheme.',
    ],
    afterwards(asks('GET', /^\/api\/schemes\/[^/]+$/, mentions('include', 'members')), (c, context) =>
      amend(c, async (body) => ({
        ...body,
        included: { members: await strangersRows(context, c.get('actor'), members, 5) },
      })),
    ),
  ),
  subtle(
    [
      'read-expand',
      'Related rows of others inside a list',
      'GET /api/employers?expand=schemes adds schemes of all employers.',
    ],
    afterwards(asks('GET', listOf('employers'), mentions('expand', 'schemes')), (c, context) =>
      amend(c, async (body) => ({
        ...body,
        schemes: await strangersRows(context, c.get('actor'), schemes, 5),
      })),
    ),
  ),
];

function mentions(parameter: string, name: string): Fit {
  return (c) => (c.req.query(parameter) ?? '').split(',').includes(name);
}

function filterWins() {
  const path = below('schemes', 'members');
  const { front, wasRerouted } = rerouted((asked) => {
    const wanted = asked.query.get('schemeId');
    if (wanted === null || !path.test(asked.path)) return undefined;
    return { path: `/api/schemes/${wanted}/members`, query: new URLSearchParams() };
  });
  return { front, ...unscopedWhen(wasRerouted) };
}
