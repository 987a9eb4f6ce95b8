import type { PortalProfile, PortalResource } from '../../../shared/model/portal-profile.ts';
import { fillPath } from '../../../shared/model/portal-template.ts';
import type { PortalRequest } from '../../ports/portal.port.ts';
import { ancestorsOf, resourceOfField, type Facts, type ResourceFacts } from '../facts.ts';
import type { Expectation, Probe } from '../probe.ts';
import { readProbe } from './read-probe.ts';
import { get, withQuery } from './requests.ts';

type List = NonNullable<PortalResource['list']>;
type Query = Readonly<Record<string, string | readonly string[]>>;

/** Lists: plain, paged, filtered, below a parent, with related objects, from both sides. */
export function listReads(
  profile: PortalProfile,
  resource: PortalResource,
  facts: Facts,
  known: ResourceFacts,
): readonly Probe[] {
  const { list } = resource;
  return [
    ...(list === undefined ? [] : flatList(profile, resource, list, facts)),
    ...resource.nested.flatMap((nested) => nestedList(resource, nested, facts)),
    ...embeds(profile, resource, facts, known),
  ];
}

function flatList(
  profile: PortalProfile,
  resource: PortalResource,
  list: List,
  facts: Facts,
): readonly Probe[] {
  const { name, entity } = resource;
  const totals = list.total === undefined ? undefined : [{ pointer: list.total, entity }];
  const counted: Expectation = { kind: 'own-rows', ...(totals && { totals }) };
  const ask = (what: string, title: string, query: Query, expect: Expectation = { kind: 'own-rows' }) =>
    readProbe(name, what, title, withQuery(get(list.path), query), expect);
  const reverse = ask('reverse-list', 'The canary lists, and sees nothing of the tenant', {});
  return [
    { ...ask('list', 'Lists its own rows alone', {}, counted), primedBy: 'canary' },
    { ...reverse, actor: 'canary', side: 'canary', primedBy: 'tenant' },
    ...pages(list).map(([what, query]) =>
      ask(
        `list-${what}`,
        `Lists with odd paging: ${what}`,
        query,
        what.startsWith('page') ? counted : undefined,
      ),
    ),
    ...foreignFilters(profile, resource, list, facts).map(([what, title, query, expect]) =>
      ask(what, title, query, expect),
    ),
  ];
}

/** The second page, past the end, all at once, and what no page can be. */
function pages({ paging }: Pick<List, 'paging'>): readonly (readonly [string, Query])[] {
  if (paging === undefined) return [];
  if (paging.kind === 'cursor') return [['cursor-guessed', { [paging.cursor]: '1' }]];
  const [at, size] = paging.kind === 'page' ? [paging.page, paging.size] : [paging.offset, paging.limit];
  return [
    ['page-second', { [at]: '2', [size]: '1' }],
    ['page-third', { [at]: '3', [size]: '2' }],
    ['page-past-the-end', { [at]: '9999' }],
    ['page-large', { [size]: '100' }],
    ['size-boundless', { [size]: '1000000' }],
    ['size-zero', { [size]: '0' }],
    ['size-negative', { [size]: '-1' }],
    ['first-zero', { [at]: '0' }],
    ['first-negative', { [at]: '-1' }],
    ['order-reversed', { sort: '-createdAt', order: 'desc', orderBy: 'id' }],
  ];
}

type Filtered = readonly [string, string, Query, Expectation?];

type FilterTarget = {
  readonly field: string;
  readonly foreign: string;
  readonly own: string;
  readonly expect: Expectation;
};

/** A filter that does not concern the resource may be ignored, but never answered with foreign rows. */
function filterTargets(
  profile: PortalProfile,
  resource: PortalResource,
  list: Pick<List, 'filters' | 'envelope'>,
  facts: Facts,
): readonly FilterTarget[] {
  const above = ancestorsOf(profile, resource);
  const denied: Expectation = { kind: 'denied', envelope: list.envelope };
  return list.filters.flatMap((field) => {
    const of = resourceOfField(profile, field) ?? '';
    const { foreign, own } = facts.resources.get(of) ?? {};
    const expect: Expectation = above.includes(of) ? denied : { kind: 'own-rows' };
    return foreign === undefined ? [] : [{ field, foreign: String(foreign), own: String(own ?? ''), expect }];
  });
}

/** Filters that name a foreign parent: alone, twice, beside another one, and as frameworks write lists. */
function foreignFilters(
  profile: PortalProfile,
  resource: PortalResource,
  list: List,
  facts: Facts,
): readonly Filtered[] {
  const [second] = pages(list).filter(([what]) => what === 'page-second');
  const targets = filterTargets(profile, resource, list, facts);
  return targets.flatMap((target, at) => [
    ...loneFilters(target),
    ...(second === undefined ? [] : [pagedFilter(target, second[1])]),
    ...besideFilter(target, targets[(at + 1) % targets.length]),
  ]);
}

const loneFilters = ({ field, foreign, own, expect }: FilterTarget): readonly Filtered[] => [
  [`filter-${field}`, `Filters by a foreign ${field}`, { [field]: foreign }, expect],
  [
    `filter-${field}-case`,
    `Filters by a foreign ${field} in other case`,
    { [field]: swapCase(foreign) },
    expect,
  ],
  [`filter-${field}-twice`, `Filters by an own and a foreign ${field}`, { [field]: [own, foreign] }],
  [
    `filter-${field}-list`,
    `Filters by a list of ${field}`,
    { [`${field}[]`]: foreign, [`${field}[in]`]: foreign },
  ],
  [`filter-${field}-comma`, `Filters by both with a comma`, { [field]: `${own},${foreign}` }],
  [`filter-${field}-any`, `Filters by any ${field}`, { [field]: '*' }],
  [`filter-${field}-none`, `Filters by an empty ${field}`, { [field]: '' }],
];

const pagedFilter = ({ field, foreign, expect }: FilterTarget, page: Query): Filtered => [
  `filter-${field}-page`,
  `Asks for the second page of a foreign ${field}`,
  { [field]: foreign, ...page },
  expect,
];

const besideFilter = (
  { field, foreign }: FilterTarget,
  other: FilterTarget | undefined,
): readonly Filtered[] =>
  other === undefined || other.field === field
    ? []
    : [
        [
          `filter-${field}-${other.field}`,
          `Filters by a foreign ${field} and an own ${other.field}`,
          { [field]: foreign, [other.field]: other.own },
        ],
      ];

const swapCase = (id: string): string => (id === id.toLowerCase() ? id.toUpperCase() : id.toLowerCase());

/** Lists below a foreign parent. */
function nestedList(
  resource: PortalResource,
  nested: PortalResource['nested'][number],
  facts: Facts,
): readonly Probe[] {
  const parents = facts.resources.get(nested.parent);
  const { foreign, own, missing } = parents ?? {};
  if (foreign === undefined || missing === undefined) return [];
  const path = (id: string | number) =>
    fillPath(nested.path, { ...facts.foreign, [`${nested.parent}.id`]: id });
  const denied: Expectation = { kind: 'denied', envelope: nested.envelope };
  const label = `nested-${nested.parent}`;
  const ask = (what: string, title: string, request: PortalRequest, expect: Expectation = denied) =>
    readProbe(resource.name, `${label}${what}`, title, request, expect);
  const target = path(foreign);
  const reverse =
    own === undefined
      ? []
      : [ask('-reverse', 'The canary lists below a parent of the tenant', get(path(own)))];
  return [
    { ...ask('', `Lists below a foreign ${nested.parent}`, get(target)), primedBy: 'canary' },
    ask(
      '-head',
      `Asks for the head of a list below a foreign ${nested.parent}`,
      { method: 'HEAD', path: target },
      { ...denied, control: { method: 'HEAD', path: path(missing[0]) } },
    ),
    ask('-case', 'Lists below a foreign parent in other case', get(path(swapCase(String(foreign))))),
    ...pages(nested)
      .slice(0, 3)
      .map(([what, query]) =>
        ask(`-${what}`, `Lists below a foreign parent: ${what}`, withQuery(get(target), query)),
      ),
    ...(own === undefined
      ? []
      : [
          ask(
            '-own-filter',
            'Lists below an own parent with a foreign filter',
            withQuery(get(path(own)), foreignQuery(nested.filters, foreign)),
            { kind: 'own-rows' },
          ),
        ]),
    ...reverse.map((probe): Probe => ({ ...probe, actor: 'canary', side: 'canary', primedBy: 'tenant' })),
  ];
}

const foreignQuery = (filters: readonly string[], id: string | number): Query =>
  Object.fromEntries(filters.map((field) => [field, String(id)]));

/** Related objects inside a list and inside an own object. */
function embeds(
  { embedParameters, resources }: PortalProfile,
  { name, list, item }: PortalResource,
  facts: Facts,
  { own }: ResourceFacts,
): readonly Probe[] {
  const related = resources.map((each) => each.name).filter((each) => each !== name);
  const query = Object.fromEntries(embedParameters.map((parameter) => [parameter, related.join(',')]));
  const single = resources.filter(({ parent }) => parent?.resource === name).map((each) => each.name);
  const ownRows: Expectation = { kind: 'own-rows' };
  const ownItem =
    item === undefined || own === undefined
      ? []
      : [['item', fillPath(item.path, { ...facts.own, id: own })] as const];
  const places = [...(list === undefined ? [] : [['list', list.path] as const]), ...ownItem];
  return places.flatMap(([place, path]) => [
    readProbe(
      name,
      `${place}-embed-all`,
      `Asks for everything related inside its ${place}`,
      withQuery(get(path), query),
      ownRows,
    ),
    ...single.map((child) =>
      readProbe(
        name,
        `${place}-embed-${child}`,
        `Asks for ${child} inside its ${place}`,
        withQuery(get(path), Object.fromEntries(embedParameters.map((each) => [each, child]))),
        ownRows,
      ),
    ),
  ]);
}
