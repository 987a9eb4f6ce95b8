import type { PortalProfile, PortalResource } from '../../../shared/model/portal-profile.ts';
import type { PortalRequest } from '../../ports/portal.port.ts';
import { factsOf, type Facts, type ResourceFacts } from '../facts.ts';
import type { Probe } from '../probe.ts';
import { totalsIn } from './totals.ts';
import { filled, get, itemPath, withFields, withHeaders, withQuery } from './requests.ts';

/** A client that names another tenant in body, query, header, cookie or path must not get it (P11). */
export const tenantAnchorProbes = (profile: PortalProfile, facts: Facts): readonly Probe[] => [
  ...profile.resources.flatMap((resource, at) => {
    const known = factsOf(facts, resource);
    return known === undefined
      ? []
      : [
          ...listAnchors(profile, resource, facts, at === 0),
          ...writeAnchors(profile, resource, facts, known),
        ];
  }),
  ...profile.views.flatMap((view) =>
    anchored(profile, view.name, 'view', filled(view, { ...facts.own, term: 'a' }), facts).map(
      (probe): Probe => ({ ...probe, expect: { kind: 'own-rows', totals: totalsIn(profile, view) } }),
    ),
  ),
];

const anchorProbe = (resource: string, what: string, title: string, request: PortalRequest): Probe => ({
  id: `tenant-anchor.${resource}.${what}`,
  family: 'tenant-anchor',
  resource,
  title,
  owasp: 'API1:2023',
  actor: 'tenant',
  side: 'tenant',
  request,
  expect: { kind: 'own-rows' },
});

const all = (names: readonly string[], value: string): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [name, value]));

/** All names at once: which of them a portal listens to stands in the request. */
function anchored(
  { tenantAnchor }: PortalProfile,
  resource: string,
  what: string,
  request: PortalRequest,
  { canaryTenantId, tenantId }: Facts,
): readonly Probe[] {
  const { queryFields, headers } = tenantAnchor;
  const twice = Object.fromEntries(queryFields.map((name) => [name, [tenantId, canaryTenantId]]));
  const ask = (how: string, title: string, changed: PortalRequest) =>
    anchorProbe(resource, `${what}-${how}`, title, changed);
  return [
    ask('query', 'Names the canary in the query', withQuery(request, all(queryFields, canaryTenantId))),
    ask('query-twice', 'Names itself and the canary in the query', withQuery(request, twice)),
    ask('headers', 'Names the canary in headers', withHeaders(request, all(headers, canaryTenantId))),
    { ...ask('cookie', 'Names the canary in a cookie', request), cookies: all(queryFields, canaryTenantId) },
  ];
}

/** For the first list each name also stands alone, so that names that shadow each other are told apart. */
function listAnchors(
  profile: PortalProfile,
  { name, list }: PortalResource,
  facts: Facts,
  singly: boolean,
): readonly Probe[] {
  if (list === undefined) return [];
  const request = get(list.path);
  const { queryFields, headers } = profile.tenantAnchor;
  const { canaryTenantId } = facts;
  const single = [
    ...queryFields.map((field) =>
      anchorProbe(
        name,
        `list-query-${field}`,
        `Names the canary as ${field}`,
        withQuery(request, { [field]: canaryTenantId }),
      ),
    ),
    ...headers.map((header) =>
      anchorProbe(
        name,
        `list-header-${header.toLowerCase()}`,
        `Names the canary in ${header}`,
        withHeaders(request, { [header]: canaryTenantId }),
      ),
    ),
    ...['tenants', 'brokers'].map((place) =>
      anchorProbe(
        name,
        `list-path-${place}`,
        'Names the canary in the path',
        get(list.path.replace(/^(\/[^/]+)/, `$1/${place}/${encodeURIComponent(canaryTenantId)}`)),
      ),
    ),
  ];
  return [...anchored(profile, name, 'list', request, facts), ...(singly ? single : [])];
}

/** Its own object and new ones, while the request names the canary: rows must stay the tenant's own. */
function writeAnchors(
  profile: PortalProfile,
  resource: PortalResource,
  facts: Facts,
  known: ResourceFacts,
): readonly Probe[] {
  const { name, entity, item } = resource;
  const path = known.own === undefined ? undefined : itemPath(resource, facts.own, known.own);
  const { headers } = profile.tenantAnchor;
  const opened = 'Opens its own object with the canary in headers';
  const named = (target: string) => withHeaders(get(target), all(headers, facts.canaryTenantId));
  const writes = [
    ...anchoredCreates(profile, resource, facts),
    ...anchoredChanges(profile, resource, facts, known),
  ];
  return [
    ...(path === undefined || item === undefined
      ? []
      : [anchorProbe(name, 'item-headers', opened, named(path))]),
    ...writes.map(([what, title, request]) => ({
      ...anchorProbe(name, what, title, request),
      owasp: 'API3:2023' as const,
      guard: { side: 'canary' as const, entity },
    })),
  ];
}

type Try = readonly [what: string, title: string, request: PortalRequest];

function anchoredCreates(
  { tenantAnchor }: PortalProfile,
  { create }: PortalResource,
  facts: Facts,
): readonly Try[] {
  if (create === undefined) return [];
  const { canaryTenantId: id, markers } = facts;
  const { bodyFields, headers, queryFields } = tenantAnchor;
  const request = filled(create, { ...facts.own, marker: markers.tenant });
  const outside = withHeaders(withQuery(request, all(queryFields, id)), all(headers, id));
  return [
    ['create-body', 'Creates in the name of the canary', withFields(request, all(bodyFields, id))],
    [
      'create-body-nested',
      'Creates in the name of the canary, nested',
      withFields(request, { tenant: { id }, broker: { id } }),
    ],
    ['create-headers', 'Creates with the canary in headers and query', outside],
  ];
}

function anchoredChanges(
  { tenantAnchor }: PortalProfile,
  { update, replace }: PortalResource,
  facts: Facts,
  { ownVictim }: ResourceFacts,
): readonly Try[] {
  if (ownVictim === undefined) return [];
  const anchor = all(tenantAnchor.bodyFields, facts.canaryTenantId);
  const values = { ...facts.own, ...facts.ownVictim, marker: facts.markers.tenant, id: ownVictim };
  const routes = [update, replace].filter((route) => route !== undefined);
  return routes.map((route) => [
    `${route.method.toLowerCase()}-body`,
    'Gives its own object to the canary',
    withFields(filled(route, values), anchor),
  ]);
}
