import type { PortalProfile, PortalResource } from '../../../shared/model/portal-profile.ts';
import { fillBody } from '../../../shared/model/portal-template.ts';
import type { PortalRequest } from '../../ports/portal.port.ts';
import { factsOf, type Facts, type ResourceFacts } from '../facts.ts';
import { spellingsOf, type Id } from '../id-shapes.ts';
import type { Expectation, Probe } from '../probe.ts';
import { createsBelowForeign } from './write-creates.ts';
import { writeProbe, type WriteProbe } from './write-probe.ts';
import { filled, itemPath, respelledPath, withFields, withHeaders, withQuery } from './requests.ts';

/** Everything that tries to change another tenant's rows. Removals come last: they take the target away. */
export const writeProbes = (profile: PortalProfile, facts: Facts): readonly Probe[] =>
  profile.resources.flatMap((resource) => {
    const known = factsOf(facts, resource);
    return known === undefined
      ? []
      : [
          ...createsBelowForeign(resource, facts),
          ...changes(resource, facts, known),
          ...moves(resource, facts, known),
          ...reverse(resource, facts, known),
          ...removals(resource, facts, known),
        ];
  });

/** A body for changes where the profile names none: one that a careless route would take. */
const anyChange = (facts: Facts) => ({
  name: `Changed ${facts.markers.tenant}`,
  title: `Changed ${facts.markers.tenant}`,
});

const changeBody = ({ update, replace }: PortalResource, facts: Facts): unknown => {
  const route = update ?? replace;
  return route === undefined ? anyChange(facts) : fillBody(route.body, facts.own);
};

function changes(resource: PortalResource, facts: Facts, { victim }: ResourceFacts): readonly Probe[] {
  const path = victim === undefined ? undefined : itemPath(resource, facts.victim, victim);
  if (victim === undefined || path === undefined) return [];
  const ask = probeOf(resource);
  const body = changeBody(resource, facts);
  const patch: PortalRequest = { method: resource.update?.method ?? 'PATCH', path, body };
  const put: PortalRequest =
    resource.replace === undefined
      ? { method: 'PUT', path, body }
      : filled(resource.replace, { ...facts.own, ...facts.victim, id: victim, marker: facts.markers.tenant });
  const cased = spellingsOf(victim).filter(({ name }) => name === 'other-case' || name === 'percent-encoded');
  return [
    ask('patch', 'Changes a foreign object', patch),
    ask('put', 'Replaces a foreign object', put),
    ask('patch-nothing', 'Changes nothing of a foreign object', { ...patch, body: {} }),
    ask('patch-array', 'Changes a foreign object with a list', { ...patch, body: [body] }),
    ask(
      'patch-own-id',
      'Changes a foreign object under an id in the body',
      withFields(patch, { id: String(victim) }),
    ),
    ...cased.map(({ name, segment }) =>
      ask(`patch-${name}`, `Changes a foreign object, its id written: ${name}`, {
        ...patch,
        path: respelledPath(path, victim, segment),
      }),
    ),
    ask(
      'post-override-patch',
      'Changes a foreign object by POST with a method override',
      withHeaders({ ...patch, method: 'POST' }, { 'X-HTTP-Method-Override': 'PATCH' }),
    ),
    ask(
      'post-override-put',
      'Replaces a foreign object by POST with a method override',
      withQuery({ ...put, method: 'POST' }, { _method: 'PUT' }),
    ),
    ask('post-item', 'Posts to a foreign object', { ...patch, method: 'POST' }),
    ...bulk(resource, victim, body).map(([what, title, request]) => ask(what, title, request)),
  ];
}

/** The same change by the list's address, with the target in query or body. */
function bulk(
  { list, create }: PortalResource,
  victim: Id,
  body: unknown,
): readonly (readonly [string, string, PortalRequest])[] {
  const path = list?.path ?? create?.path;
  if (path === undefined || path.includes('{')) return [];
  const id = String(victim);
  const rows = [{ ...(body as object), id }];
  return [
    ['bulk-patch', 'Changes foreign objects by a list in the body', { method: 'PATCH', path, body: rows }],
    ['bulk-put', 'Replaces foreign objects by a list in the body', { method: 'PUT', path, body: rows }],
    [
      'bulk-patch-query',
      'Changes a foreign object by an id in the query',
      withQuery({ method: 'PATCH', path, body }, { id, ids: id }),
    ],
    [
      'bulk-delete',
      'Removes a foreign object by an id in the query',
      withQuery({ method: 'DELETE', path }, { id, ids: id }),
    ],
    [
      'bulk-delete-body',
      'Removes foreign objects by ids in the body',
      { method: 'DELETE', path, body: { id, ids: [id] } },
    ],
  ];
}

/** Its own object, moved below a foreign parent or renamed to a foreign one. */
function moves(
  resource: PortalResource,
  facts: Facts,
  { ownVictim, foreign }: ResourceFacts,
): readonly Probe[] {
  const { update, replace, parent } = resource;
  const ask = probeOf(resource);
  const ownRows: Expectation = { kind: 'own-rows' };
  if (ownVictim === undefined) return [];
  const own = { ...facts.own, ...facts.ownVictim, id: ownVictim };
  return [update, replace].flatMap((route) => {
    if (route === undefined) return [];
    const verb = route.method.toLowerCase();
    const request = filled(route, own);
    const parentId = parent === undefined ? undefined : facts.resources.get(parent.resource)?.foreign;
    return [
      ...(foreign === undefined
        ? []
        : [
            ask(
              `${verb}-become-foreign`,
              'Gives its own object a foreign id',
              withFields(request, { id: String(foreign) }),
              ownRows,
            ),
          ]),
      ...(parent === undefined || parentId === undefined
        ? []
        : [
            ask(
              `${verb}-move`,
              'Moves its own object below a foreign parent',
              withFields(request, { [parent.field]: parentId }),
              ownRows,
            ),
          ]),
    ];
  });
}

function removals(resource: PortalResource, facts: Facts, { victim }: ResourceFacts): readonly Probe[] {
  const path = victim === undefined ? undefined : itemPath(resource, facts.victim, victim);
  if (victim === undefined || path === undefined) return [];
  const ask = probeOf(resource);
  const removal: PortalRequest = { method: resource.delete?.method ?? 'DELETE', path };
  const cased = spellingsOf(victim).filter(({ name }) => name === 'other-case');
  return [
    ask('delete', 'Removes a foreign object', removal),
    ...cased.map(({ name, segment }) =>
      ask(`delete-${name}`, `Removes a foreign object, its id written: ${name}`, {
        ...removal,
        path: respelledPath(path, victim, segment),
      }),
    ),
    ask(
      'post-override-delete',
      'Removes a foreign object by POST with a method override',
      withHeaders({ ...removal, method: 'POST' }, { 'X-HTTP-Method-Override': 'DELETE' }),
    ),
    ask(
      'post-method-delete',
      'Removes a foreign object by POST with _method',
      withQuery({ ...removal, method: 'POST' }, { _method: 'DELETE' }),
    ),
    ask(
      'delete-soft',
      'Removes a foreign object softly',
      withQuery(removal, { soft: 'true', force: 'true' }),
    ),
  ];
}

/** The canary's administrator tries the same on the tenant's test data. */
function reverse(resource: PortalResource, facts: Facts, { ownVictim }: ResourceFacts): readonly Probe[] {
  const path =
    ownVictim === undefined ? undefined : itemPath(resource, { ...facts.own, ...facts.ownVictim }, ownVictim);
  if (path === undefined) return [];
  const ask = (what: string, title: string, request: PortalRequest): Probe => ({
    ...probeOf(resource)(what, title, request),
    actor: 'canary',
    side: 'canary',
    guard: { side: 'tenant', entity: resource.entity },
  });
  return [
    ask('reverse-patch', 'The canary changes an object of the tenant', {
      method: resource.update?.method ?? 'PATCH',
      path,
      body: changeBody(resource, facts),
    }),
    ask('reverse-delete', 'The canary removes an object of the tenant', {
      method: resource.delete?.method ?? 'DELETE',
      path,
    }),
  ];
}

const probeOf =
  (resource: PortalResource): WriteProbe =>
  (what, title, request, expect) =>
    writeProbe(resource, what, title, request, expect);
