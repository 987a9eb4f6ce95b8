import type { PortalResource } from '../../../shared/model/portal-profile.ts';
import { fillPath } from '../../../shared/model/portal-template.ts';
import type { PortalRequest } from '../../ports/portal.port.ts';
import type { Facts } from '../facts.ts';
import type { Expectation, Probe } from '../probe.ts';
import { filled, withFields, withQuery } from './requests.ts';
import { writeProbe } from './write-probe.ts';

const ownRows: Expectation = { kind: 'own-rows' };

/** New objects below a foreign parent, said in every way a body, a path or a query can say it. */
export function createsBelowForeign(resource: PortalResource, facts: Facts): readonly Probe[] {
  const { create, parent } = resource;
  if (create === undefined) return [];
  const known = facts.resources.get(resource.name);
  const foreign = known?.foreign;
  const ask = (what: string, title: string, request: PortalRequest, expect?: Expectation) =>
    writeProbe(resource, what, title, request, expect);
  const own = filled(create, { ...facts.own, marker: facts.markers.tenant });
  const upsert =
    foreign === undefined
      ? []
      : [
          ask(
            'create-foreign-id',
            'Creates with the id of a foreign object',
            withFields(own, { id: foreign }),
            ownRows,
          ),
        ];
  if (parent === undefined) return upsert;
  const ids = facts.resources.get(parent.resource);
  if (ids?.foreign === undefined) return upsert;
  return [
    ...upsert,
    ...inBody(resource, own, parent.field, ids.foreign, ids.own ?? '').map(([what, title, request, expect]) =>
      ask(what, title, request, expect),
    ),
    ...inPath(resource, facts).map(([what, title, request]) => ask(what, title, request)),
  ];
}

type Try = readonly [string, string, PortalRequest, Expectation?];

/** `field` holds the parent; some portals read an object of that name, a list, or the query instead. */
function inBody(
  { create }: PortalResource,
  own: PortalRequest,
  field: string,
  foreign: string | number,
  ownParent: string | number,
): readonly Try[] {
  if (create === undefined || !Object.hasOwn(create.body, field)) return [];
  const bare = field.replace(/_?id$/i, '');
  const { [field]: _parent, ...without } = own.body as Record<string, unknown>;
  return [
    ['create', 'Creates below a foreign parent', withFields(own, { [field]: foreign })],
    [
      'create-nested',
      'Creates below a foreign parent named as an object',
      { ...own, body: { ...without, [bare]: { id: foreign } } },
    ],
    ['create-array', 'Creates below a list of parents', withFields(own, { [field]: [ownParent, foreign] })],
    [
      'create-both',
      'Creates below its own parent, with a foreign one beside',
      withFields(own, { [bare]: { id: foreign }, parentId: foreign }),
      ownRows,
    ],
    [
      'create-query',
      'Creates below its own parent, with a foreign one in the query',
      withQuery(own, { [field]: String(foreign) }),
      ownRows,
    ],
    [
      'create-bulk',
      'Creates several below a foreign parent at once',
      { ...own, body: [{ ...without, [field]: foreign }] },
    ],
    [
      'create-case',
      'Creates below a foreign parent in other case',
      withFields(own, { [field]: otherCase(foreign) }),
    ],
  ];
}

const otherCase = (id: string | number): string | number => {
  if (typeof id === 'number') return id;
  return id === id.toLowerCase() ? id.toUpperCase() : id.toLowerCase();
};

/** Where lists stand below a parent, a POST may as well. */
function inPath({ nested, create }: PortalResource, facts: Facts): readonly Try[] {
  return nested.flatMap((below): readonly Try[] => {
    const foreign = facts.resources.get(below.parent)?.foreign;
    if (foreign === undefined || create === undefined) return [];
    const path = fillPath(below.path, { ...facts.foreign, [`${below.parent}.id`]: foreign });
    const { body } = filled({ ...create, path: '/' }, { ...facts.own, marker: facts.markers.tenant });
    return [
      [
        `create-below-${below.parent}`,
        `Posts to a list below a foreign ${below.parent}`,
        { method: create.method, path, body },
      ],
    ];
  });
}
