import type { PortalProfile, PortalResource } from '../../../shared/model/portal-profile.ts';
import type { PortalRequest } from '../../ports/portal.port.ts';
import { factsOf, type Facts, type ResourceFacts } from '../facts.ts';
import type { ActorName, Guard, Probe } from '../probe.ts';
import { forgeryNames } from '../suite/forge-session.ts';
import { filled, get, itemPath } from './requests.ts';

type Route = {
  readonly resource: string;
  readonly what: string;
  readonly request: PortalRequest;
  readonly guard?: Guard;
};

/** Without a session that counts there is no answer: none at all, tampered, unsigned, expired, mixed from two, disabled. */
export function sessionProbes(profile: PortalProfile, facts: Facts): readonly Probe[] {
  const some = oneOfEach(profile, facts);
  return [
    ...everywhere(profile, facts).map((route) => sessionProbe('anonymous', route)),
    ...forgeryNames.flatMap((name) => some.map((route) => sessionProbe(`forged:${name}`, route))),
  ];
}

/** Asked after the user's password was changed, with the session from before. */
export const outdatedProbes = (profile: PortalProfile, facts: Facts): readonly Probe[] =>
  oneOfEach(profile, facts).map((route) => sessionProbe('outdated', route));

/** Asked after the user's access was taken away, with the session from before (P17). */
export const disabledProbes = (profile: PortalProfile, facts: Facts): readonly Probe[] =>
  everywhere(profile, facts).map((route) => sessionProbe('disabled', route));

const everywhere = (profile: PortalProfile, facts: Facts): readonly Route[] => [
  ...profile.resources.flatMap((resource) => routesOf(resource, facts)),
  ...viewRoutes(profile, facts),
];

/** One route of each kind: a session that counts for one counts for all that are checked alike. */
function oneOfEach(profile: PortalProfile, facts: Facts): readonly Route[] {
  const all = everywhere(profile, facts);
  return all.filter(({ what }, at) => all.findIndex((each) => each.what === what) === at);
}

const sessionProbe = (actor: ActorName, { resource, what, request, guard }: Route): Probe => ({
  id: `session.${resource}.${what}-${actor.replace(':', '-')}`,
  family: 'session',
  resource,
  title: `${request.method} ${what} as ${actor.replace('forged:', 'a forged session: ')}`,
  owasp: 'API2:2023',
  actor,
  side: 'tenant',
  request,
  expect: { kind: 'no-session' },
  ...(guard && { guard }),
});

function routesOf(resource: PortalResource, facts: Facts): readonly Route[] {
  const known = factsOf(facts, resource);
  const { name, list, nested } = resource;
  const lists = list === undefined ? [] : [{ resource: name, what: 'list', request: get(list.path) }];
  const [below] = nested;
  const nestedLists =
    below === undefined ? [] : [{ resource: name, what: 'nested', request: filled(below, facts.own) }];
  return known === undefined ? lists : [...lists, ...nestedLists, ...objectRoutes(resource, facts, known)];
}

function objectRoutes(resource: PortalResource, facts: Facts, known: ResourceFacts): readonly Route[] {
  const { name, entity, create, update, delete: removal } = resource;
  const { own, ownVictim } = known;
  const values = { ...facts.own, ...facts.ownVictim };
  const guard: Guard = { side: 'tenant', entity };
  const path = own === undefined ? undefined : itemPath(resource, facts.own, own);
  const routes: (Route | undefined)[] = [
    path === undefined || resource.item === undefined
      ? undefined
      : { resource: name, what: 'item', request: get(path) },
    path === undefined || resource.item === undefined
      ? undefined
      : { resource: name, what: 'item-head', request: { method: 'HEAD', path } },
    create && { resource: name, what: 'create', request: filled(create, values), guard },
    update && ownVictim !== undefined
      ? { resource: name, what: 'change', request: filled(update, { ...values, id: ownVictim }), guard }
      : undefined,
    removal && ownVictim !== undefined
      ? { resource: name, what: 'remove', request: filled(removal, { ...values, id: ownVictim }), guard }
      : undefined,
  ];
  return routes.filter((route) => route !== undefined);
}

function viewRoutes({ views, assistant, systemPaths }: PortalProfile, facts: Facts): readonly Route[] {
  return [
    ...views.map((view) => ({
      resource: view.name,
      what: view.kind,
      request: filled(view, { ...facts.own, term: 'a' }),
    })),
    ...(assistant === undefined
      ? []
      : [{ resource: 'assistant', what: 'assistant', request: filled(assistant, facts.own) }]),
    ...systemPaths.map((path) => ({
      resource: 'portal',
      what: `system-${path.split('/').at(-1) ?? ''}`,
      request: get(path),
    })),
  ];
}
