import type { PortalProfile, PortalResource } from '../../../shared/model/portal-profile.ts';
import { fillPath } from '../../../shared/model/portal-template.ts';
import type { PortalRequest } from '../../ports/portal.port.ts';
import { factsOf, resourceOfField, type Facts, type ResourceFacts } from '../facts.ts';
import type { Id } from '../id-shapes.ts';
import type { AskedId, Guard, Probe } from '../probe.ts';
import { filled, get, itemPath, withFields, withQuery } from './requests.ts';

/** A way to ask about one id. */
type Question = {
  readonly what: string;
  readonly ask: (id: Id) => PortalRequest;
  readonly foreign: Id;
  readonly missing: readonly [Id, Id];
  readonly guard?: Guard;
};

/** A foreign id and one that nobody has must be told apart by nothing (L8, P21). */
export const existenceProbes = (profile: PortalProfile, facts: Facts): readonly Probe[] =>
  profile.resources.flatMap((resource) =>
    questionsAbout(profile, resource, facts).map(({ what, ask, foreign, missing, guard }) => ({
      ...existenceProbe(resource.name, what, ask(foreign)),
      expect: {
        kind: 'like-missing',
        id: foreign,
        missing: [asked(ask, missing[0]), asked(ask, missing[1])],
      },
      ...(guard && { guard }),
    })),
  );

const asked = (ask: Question['ask'], id: Id): AskedId => ({ id, request: ask(id) });

/** The same by the clock, for questions that change nothing. Asked alone, so that nothing else is in the way. */
export const timingProbes = (profile: PortalProfile, facts: Facts): readonly Probe[] =>
  profile.resources.flatMap((resource) =>
    questionsAbout(profile, resource, facts)
      .filter(({ what, guard }) => guard === undefined && isTimed(what, resource))
      .map(({ what, ask, foreign, missing }) => ({
        ...existenceProbe(resource.name, `${what}-timing`, ask(foreign)),
        title: `Time to answer about a foreign object: ${what}`,
        expect: { kind: 'as-fast-as-missing', missing: ask(missing[0]) },
      })),
  );

/** Every kind of look-up once; a head takes the way of its item, and a filter that is not by the parent that of another list. */
const isTimed = (what: string, { parent }: PortalResource): boolean =>
  what === 'item' || what.startsWith('nested-') || what === `filter-${parent?.field ?? ''}`;

const existenceProbe = (resource: string, what: string, request: PortalRequest): Omit<Probe, 'expect'> => ({
  id: `existence.${resource}.${what}`,
  family: 'existence',
  resource,
  title: `Foreign or not there at all: ${what}`,
  owasp: 'API1:2023',
  actor: 'tenant',
  side: 'tenant',
  request,
});

function questionsAbout(profile: PortalProfile, resource: PortalResource, facts: Facts): readonly Question[] {
  const known = factsOf(facts, resource);
  if (known === undefined) return [];
  return [
    ...objectQuestions(resource, facts, known),
    ...parentQuestions(resource, facts),
    ...filterQuestions(profile, resource, facts),
  ];
}

function objectQuestions(resource: PortalResource, facts: Facts, known: ResourceFacts): readonly Question[] {
  const { foreign, victim, missing } = known;
  const { item, update, replace, delete: removal, entity } = resource;
  const guard: Guard = { side: 'canary', entity };
  const reads: readonly Question[] =
    item === undefined || foreign === undefined
      ? []
      : [
          { what: 'item', ask: (id) => filled(item, { ...facts.foreign, id }), foreign, missing },
          {
            what: 'item-head',
            ask: (id) => ({ ...filled(item, { ...facts.foreign, id }), method: 'HEAD' }),
            foreign,
            missing,
          },
        ];
  if (victim === undefined || itemPath(resource, facts.victim, victim) === undefined) return reads;
  const writes = [
    ['patch', update],
    ['put', replace],
    ['delete', removal],
  ] as const;
  const values = { ...facts.own, ...facts.victim };
  return [
    ...reads,
    ...writes.flatMap(([what, route]): readonly Question[] =>
      route === undefined
        ? []
        : [{ what, ask: (id) => filled(route, { ...values, id }), foreign: victim, missing, guard }],
    ),
  ];
}

/** New objects below a parent, and lists below it. */
function parentQuestions(
  { create, parent, nested, entity }: PortalResource,
  facts: Facts,
): readonly Question[] {
  const lists = nested.flatMap((below): readonly Question[] => {
    const { foreign, missing } = facts.resources.get(below.parent) ?? {};
    if (foreign === undefined || missing === undefined) return [];
    const ask = (id: Id) => get(fillPath(below.path, { ...facts.foreign, [`${below.parent}.id`]: id }));
    return [{ what: `nested-${below.parent}`, ask, foreign, missing }];
  });
  const { foreign, missing } = (parent && facts.resources.get(parent.resource)) ?? {};
  if (create === undefined || parent === undefined || foreign === undefined || missing === undefined)
    return lists;
  const inBody = Object.hasOwn(create.body, parent.field);
  const ask = (id: Id) =>
    inBody
      ? withFields(filled(create, facts.own), { [parent.field]: id })
      : filled(create, { ...facts.own, [`${parent.resource}.id`]: id });
  return [...lists, { what: 'create', ask, foreign, missing, guard: { side: 'canary', entity } }];
}

function filterQuestions(
  profile: PortalProfile,
  { list }: PortalResource,
  facts: Facts,
): readonly Question[] {
  if (list === undefined) return [];
  return list.filters.flatMap((field): readonly Question[] => {
    const { foreign, missing } = facts.resources.get(resourceOfField(profile, field) ?? '') ?? {};
    if (foreign === undefined || missing === undefined) return [];
    return [
      {
        what: `filter-${field}`,
        ask: (id) => withQuery(get(list.path), { [field]: String(id) }),
        foreign,
        missing,
      },
    ];
  });
}
