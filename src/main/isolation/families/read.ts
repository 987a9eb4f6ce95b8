import type { PortalProfile, PortalResource } from '../../../shared/model/portal-profile.ts';
import { fillPath } from '../../../shared/model/portal-template.ts';
import type { PortalRequest } from '../../ports/portal.port.ts';
import { factsOf, type Facts, type ResourceFacts } from '../facts.ts';
import { spellingsOf, type Id } from '../id-shapes.ts';
import type { Expectation, Probe } from '../probe.ts';
import { readProbe } from './read-probe.ts';
import { get, itemPath, respelledPath, withHeaders, withQuery } from './requests.ts';
import { listReads } from './read-lists.ts';
import { viewReads } from './read-views.ts';

/** Everything that asks for another tenant's rows: by id, by list, by view, from both sides. */
export const readProbes = (profile: PortalProfile, facts: Facts): readonly Probe[] => [
  ...profile.resources.flatMap((resource) => {
    const known = factsOf(facts, resource);
    return known === undefined
      ? []
      : [...itemReads(profile, resource, facts, known), ...listReads(profile, resource, facts, known)];
  }),
  ...viewReads(profile, facts),
];

function itemReads(
  { anonymousPaths: [open = '/'] }: PortalProfile,
  resource: PortalResource,
  facts: Facts,
  known: ResourceFacts,
): readonly Probe[] {
  const { name, item } = resource;
  const { foreign, own, missing } = known;
  if (item === undefined || foreign === undefined) return [];
  const path = (id: Id): string => fillPath(item.path, { ...facts.foreign, id });
  const denied: Expectation = { kind: 'denied', envelope: item.envelope };
  const ask = (what: string, title: string, request: PortalRequest, expect: Expectation = denied) =>
    readProbe(name, what, title, request, expect);
  const target = path(foreign);
  return [
    { ...ask('item', 'Opens a foreign object', get(target)), primedBy: 'canary' },
    ask(
      'item-head',
      'Asks for the head of a foreign object',
      { method: 'HEAD', path: target },
      {
        ...denied,
        control: { method: 'HEAD', path: path(missing[0]) },
      },
    ),
    ...spellingsOf(foreign).map(({ name: spelling, segment }) =>
      ask(
        `item-${spelling}`,
        `Opens a foreign object, its id written: ${spelling}`,
        get(respelledPath(target, foreign, segment)),
      ),
    ),
    ...detours(target).map(([what, title, request]) => ask(`item-${what}`, title, request)),
    ask('item-rewrite-header', 'Opens a foreign object by a rewrite header', rewritten(open, target), {
      kind: 'own-rows',
    }),
    ...(own === undefined ? [] : ownWithForeign(name, path(own), target, known, denied)),
    ...fromTheOtherSide(resource, facts, known),
  ];
}

/** Other doors to the same object. */
const detours = (target: string): readonly (readonly [string, string, PortalRequest])[] => [
  [
    'override-header',
    'Opens a foreign object by POST with a method override',
    withHeaders({ method: 'POST', path: target }, { 'X-HTTP-Method-Override': 'GET' }),
  ],
  [
    'override-query',
    'Opens a foreign object by POST with _method',
    withQuery({ method: 'POST', path: target }, { _method: 'GET' }),
  ],
  [
    'double-slash',
    'Opens a foreign object by a path with an empty segment',
    get(target.replace(/\/([^/]+)$/, '//$1')),
  ],
  [
    'dot-segment',
    'Opens a foreign object by a path with a dot segment',
    get(target.replace(/\/([^/]+)$/, '/./$1')),
  ],
  [
    'as-text',
    'Opens a foreign object as something else than JSON',
    withHeaders(get(target), { accept: 'text/csv, text/html, */*' }),
  ],
  [
    'unconditional',
    'Opens a foreign object unless it is unchanged',
    withHeaders(get(target), {
      'if-none-match': '"0"',
      'if-modified-since': 'Thu, 01 Jan 1970 00:00:00 GMT',
    }),
  ],
];

/** A path that is open to everybody, with a header that names another one. */
const rewritten = (open: string, target: string): PortalRequest =>
  withHeaders(get(open), { 'X-Original-URL': target, 'X-Rewrite-URL': target });

/** Its own object, with a foreign one mentioned on the side. */
function ownWithForeign(
  name: string,
  ownPath: string,
  target: string,
  { foreign, own }: ResourceFacts,
  denied: Expectation,
): readonly Probe[] {
  const id = String(foreign);
  const ownRows: Expectation = { kind: 'own-rows' };
  const traversal = `${ownPath}/../${encodeURIComponent(id)}`;
  return [
    readProbe(
      name,
      'item-query-id',
      'Opens its own object with a foreign id in the query',
      withQuery(get(ownPath), { id }),
      ownRows,
    ),
    readProbe(name, 'item-traversal', 'Climbs from its own object to a foreign one', get(traversal), denied),
    readProbe(
      name,
      'item-batch',
      'Opens its own and a foreign object at once',
      get(
        target.replace(
          encodeURIComponent(id),
          `${encodeURIComponent(String(own))},${encodeURIComponent(id)}`,
        ),
      ),
      denied,
    ),
  ];
}

/** The canary's administrator tries the same on the tenant's test data. */
function fromTheOtherSide(resource: PortalResource, facts: Facts, { own }: ResourceFacts): readonly Probe[] {
  const path = own === undefined ? undefined : itemPath(resource, facts.own, own);
  if (path === undefined || resource.item === undefined) return [];
  const denied: Expectation = { kind: 'denied', envelope: resource.item.envelope };
  const probe = readProbe(
    resource.name,
    'reverse-item',
    'The canary opens an object of the tenant',
    get(path),
    denied,
  );
  return [{ ...probe, actor: 'canary', side: 'canary', primedBy: 'tenant' }];
}
