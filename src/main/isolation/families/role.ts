import type { PortalProfile, PortalResource } from '../../../shared/model/portal-profile.ts';
import type { PortalRequest } from '../../ports/portal.port.ts';
import { factsOf, type Facts, type ResourceFacts } from '../facts.ts';
import type { ActorName, Expectation, Probe } from '../probe.ts';
import { filled, get, itemPath } from './requests.ts';

type Role = PortalProfile['roles'][number];
type Verb = 'read' | 'create' | 'update' | 'delete';

/** Lower roles of the tenant: what their role may not do, what lies beyond their object, and other tenants (P18). */
export const roleProbes = (profile: PortalProfile, facts: Facts): readonly Probe[] =>
  testedRoles(profile).flatMap((role) => [
    ...profile.resources.flatMap((resource) => {
      const known = factsOf(facts, resource);
      return known === undefined
        ? []
        : [
            ...beyondRole(profile, role, resource, facts, known),
            ...beyondObject(role, resource, facts, known),
            ...foreign(profile, role, resource, facts, known),
          ];
    }),
    ...views(profile, role, facts),
    ...system(profile, role),
  ]);

/** Every role that a tenant can give to its people. */
export const testedRoles = ({ roles }: PortalProfile): readonly Role[] =>
  roles.filter(({ scope }) => scope !== 'system');

/** The administrator of the tenant is signed in anyway; the others are made for the check. */
const actorOf = ({ tenantAdminRole }: PortalProfile, role: Role): ActorName =>
  role.name === tenantAdminRole ? 'tenant' : `role:${role.name}`;

const roleProbe = (
  actor: ActorName,
  roleName: string,
  resource: string,
  what: string,
  title: string,
  request: PortalRequest,
  expect: Expectation = { kind: 'denied', envelope: 'data' },
): Probe => ({
  id: `role.${resource}.${roleName}-${what}`,
  family: 'role',
  resource,
  title: `${roleName}: ${title}`,
  owasp: 'API5:2023',
  actor,
  side: 'tenant',
  request,
  expect,
});

/** Verbs that the role stands too low for, on objects that it may well see. */
function beyondRole(
  profile: PortalProfile,
  role: Role,
  resource: PortalResource,
  facts: Facts,
  known: ResourceFacts,
): readonly Probe[] {
  const { name, entity } = resource;
  return verbsOf(resource, facts, known).flatMap(({ verb, what, request }) => {
    const least = resource.leastRoles[verb];
    const tooLow = least !== undefined && rank(profile, role.name) > rank(profile, least);
    if (!tooLow && !(least === undefined && role.readOnly && verb !== 'read')) return [];
    const probe = roleProbe(actorOf(profile, role), role.name, name, what, `may not ${what}`, request, {
      kind: 'denied',
      envelope: envelopeOf(resource, verb),
    });
    return verb === 'read'
      ? [probe, headOf(probe)]
      : [{ ...probe, guard: { side: 'tenant', entity } as const }];
  });
}

/** A HEAD has to be denied as its GET is: routers know it by a way of their own. */
const headOf = (probe: Probe): Probe => ({
  ...probe,
  id: `${probe.id}-head`,
  title: `${probe.title}, by HEAD`,
  request: { ...probe.request, method: 'HEAD' },
  expect: { kind: 'denied', control: probe.request },
});

const rank = ({ roles }: PortalProfile, name: string): number =>
  roles.findIndex((role) => role.name === name);

const envelopeOf = ({ list, item }: PortalResource, verb: Verb): string =>
  (verb === 'read' ? (item ?? list)?.envelope : undefined) ?? 'data';

type Ask = { readonly verb: Verb; readonly what: string; readonly request: PortalRequest };

function verbsOf(resource: PortalResource, facts: Facts, { own, ownVictim }: ResourceFacts): readonly Ask[] {
  const { list, item, create, update, replace, delete: removal } = resource;
  const values = { ...facts.own, ...facts.ownVictim };
  const asks: (Ask | undefined)[] = [
    list && { verb: 'read', what: 'list', request: get(list.path) },
    item && own !== undefined
      ? { verb: 'read', what: 'read', request: filled(item, { ...facts.own, id: own }) }
      : undefined,
    create && { verb: 'create', what: 'create', request: filled(create, values) },
    update && ownVictim !== undefined
      ? { verb: 'update', what: 'update', request: filled(update, { ...values, id: ownVictim }) }
      : undefined,
    replace && ownVictim !== undefined
      ? { verb: 'update', what: 'replace', request: filled(replace, { ...values, id: ownVictim }) }
      : undefined,
    removal && ownVictim !== undefined
      ? { verb: 'delete', what: 'delete', request: filled(removal, { ...values, id: ownVictim }) }
      : undefined,
  ];
  return asks.filter((ask) => ask !== undefined);
}

/** A role that is bound to one object sees nothing of its neighbour in the same tenant. */
function beyondObject(
  role: Role,
  resource: PortalResource,
  facts: Facts,
  { other }: ResourceFacts,
): readonly Probe[] {
  if (role.boundTo === undefined || other === undefined) return [];
  const { name, list, item, update, entity } = resource;
  const actor: ActorName = `role:${role.name}`;
  const forbidden: Expectation = { kind: 'own-rows', forbidden: [String(other)] };
  const ask = (what: string, title: string, request: PortalRequest, expect?: Expectation) =>
    roleProbe(actor, role.name, name, what, title, request, expect);
  const change = update && filled(update, { ...facts.other, id: other });
  const reaches = isBelow(resource, role);
  return [
    ...(item && reaches
      ? [
          ask(
            'neighbour-item',
            'opens what lies beyond its object',
            filled(item, { ...facts.other, id: other }),
          ),
        ]
      : []),
    ...(list && reaches
      ? [ask('neighbour-list', 'lists what lies beyond its object', get(list.path), forbidden)]
      : []),
    ...(change && reaches
      ? [
          {
            ...ask('neighbour-update', 'changes what lies beyond its object', change),
            guard: { side: 'tenant', entity } as const,
          },
        ]
      : []),
    ...resource.nested.flatMap((below) =>
      reaches
        ? [
            ask(
              `neighbour-${below.parent}`,
              'lists below what lies beyond its object',
              filled(below, facts.other),
              forbidden,
            ),
          ]
        : [],
    ),
  ];
}

/** What hangs at the tenant itself is everybody's in it; bounds are for the chain below the bound object. */
const isBelow = ({ name, parent }: PortalResource, { boundTo }: Role): boolean =>
  name === boundTo || parent !== undefined;

/** The same question to the canary as the administrator's: a lower role may take another way. */
function foreign(
  profile: PortalProfile,
  role: Role,
  resource: PortalResource,
  facts: Facts,
  known: ResourceFacts,
): readonly Probe[] {
  if (role.boundTo === undefined && role.scope !== 'tenant') return [];
  const { name, item, entity, update } = resource;
  const path = known.victim === undefined ? undefined : itemPath(resource, facts.victim, known.victim);
  const actor = actorOf(profile, role);
  const read =
    item === undefined || known.foreign === undefined
      ? []
      : [
          roleProbe(
            actor,
            role.name,
            name,
            'foreign-item',
            'opens a foreign object',
            filled(item, { ...facts.foreign, id: known.foreign }),
            { kind: 'denied', envelope: item.envelope },
          ),
        ];
  const write =
    path === undefined || update === undefined
      ? []
      : [
          {
            ...roleProbe(
              actor,
              role.name,
              name,
              'foreign-update',
              'changes a foreign object',
              filled(update, { ...facts.victim, id: known.victim ?? '' }),
            ),
            guard: { side: 'canary', entity } as const,
          },
        ];
  return [...read, ...write];
}

function views(profile: PortalProfile, role: Role, facts: Facts): readonly Probe[] {
  return profile.views.flatMap((view) => {
    const request = filled(view, { ...facts.own, term: facts.markers.canary.slice(0, 14) });
    const tooLow = view.leastRole !== undefined && rank(profile, role.name) > rank(profile, view.leastRole);
    const expect: Expectation = tooLow ? { kind: 'denied', envelope: view.envelope } : { kind: 'own-rows' };
    const title = tooLow ? `may not have the ${view.kind}` : `its ${view.kind} stays within its bounds`;
    return [roleProbe(actorOf(profile, role), role.name, view.name, 'view', title, request, expect)];
  });
}

/** What the highest role alone may have. */
const system = (profile: PortalProfile, role: Role): readonly Probe[] =>
  profile.systemPaths.flatMap((path) => {
    const what = path.split('/').at(-1) ?? '';
    const actor = actorOf(profile, role);
    const body = { name: 'x', email: 'x@probe.invalid', role: profile.roles[0]?.name };
    return [
      roleProbe(actor, role.name, 'portal', `system-${what}`, `may not read ${path}`, get(path)),
      roleProbe(actor, role.name, 'portal', `system-${what}-post`, `may not post to ${path}`, {
        method: 'POST',
        path,
        body,
      }),
    ];
  });
