import type { Family } from '../../../shared/model/isolation-family.ts';
import type { ProbeResult } from '../../../shared/model/isolation-report.ts';
import type { PortalProfile } from '../../../shared/model/portal-profile.ts';
import type { TemplateValues } from '../../../shared/model/portal-template.ts';
import type { ProbeUser } from '../../ports/probe-users.port.ts';
import { Sight, type Eyes, type Places } from '../oracle/sight.ts';
import type { Id } from '../id-shapes.ts';
import type { Side } from '../probe.ts';
import { Asking } from './asking.ts';
import { MadeObjects } from './made-objects.ts';
import type { SuiteLimits, SuitePorts, SuiteTarget } from './suite-ports.ts';
import { Watch } from './watch.ts';

/** Everything one run of the suite shares. */
export type Stage = {
  readonly ports: SuitePorts;
  readonly target: SuiteTarget;
  readonly limits: SuiteLimits;
  readonly profile: PortalProfile;
  readonly markers: Readonly<Record<Side, string>>;
  readonly tenantOf: Readonly<Record<Side, string>>;
  readonly asking: Asking;
  readonly sight: Sight;
  readonly watch: Watch;
  readonly made: MadeObjects;
  /** Users made for the check, from the moment before they are made. */
  readonly users: ProbeUser[];
  /** Standing objects that writes may hit, as they were: they are put back. */
  readonly originals: Map<string, Original>;
  /** Rows of the tenant by entity, as long as nobody has made or removed one. */
  readonly counts: Map<string, number>;
  /** Ids that new objects of a side can be put below, once there are any. */
  readonly parents: Partial<Record<Side, TemplateValues>>;
  /** What users of the tenant did beside changing objects: it has to be in the trail as well. */
  readonly deeds: Deed[];
  readonly results: ProbeResult[];
  /** What fields hold, by resource, once it was asked for. */
  readonly places: Map<string, Places>;
  /** What only time shows: done when everything else is. */
  readonly later: (() => Promise<void>)[];
  readonly notProbed: { id: string; reason: string }[];
};

/** Whether any of these families is asked. */
export const asksAbout = ({ limits }: Stage, ...wanted: readonly Family[]): boolean =>
  limits.families === undefined || wanted.some((family) => limits.families?.includes(family));

export type Deed = { readonly actorId: string; readonly what: 'signIn' | 'password' };

export type Original = {
  readonly side: Side;
  readonly resource: string;
  readonly id: Id;
  readonly row: unknown;
};

/** A text that occurs nowhere else: test data carries it in every field that takes a text. */
export const markerOf = (runId: string, side: Side): string => `console-probe-${runId}-${side}`;

export function openStage(ports: SuitePorts, target: SuiteTarget, limits: SuiteLimits): Stage {
  const { profile } = ports.portal;
  const { tenantId, canaryTenantId, runId } = target;
  const tenantOf = { tenant: tenantId, canary: canaryTenantId };
  const markers = { tenant: markerOf(runId, 'tenant'), canary: markerOf(runId, 'canary') };
  const made = new MadeObjects();
  const sight = new Sight({
    truth: ports.truth,
    markers: [
      ...profile.canaryMarkers.map((text) => ({ text, tenantId: canaryTenantId })),
      { text: markers.canary, tenantId: canaryTenantId },
      { text: markers.tenant, tenantId },
    ],
  });
  // Both stand in nearly every answer: who they are needs no looking up. A run is nobody's.
  sight.learn([
    { entity: 'run', id: runId, tenantId: null },
    ...[tenantId, canaryTenantId].map((id) => ({ entity: 'tenant', id, tenantId: id })),
  ]);
  const ours = { side: 'tenant', ids: () => made.idsOf('tenant') } as const;
  const watch = new Watch({ truth: ports.truth, tenantOf, ...(!target.isNew && { onlyOurs: ours }) });
  const asking = new Asking(ports, limits);
  return {
    ports,
    target,
    limits,
    profile,
    markers,
    tenantOf,
    asking,
    sight,
    watch,
    made,
    users: [],
    originals: new Map(),
    counts: new Map(),
    parents: {},
    places: new Map(),
    later: [],
    deeds: [],
    results: [],
    notProbed: [],
  };
}

export const eyesOf = ({ tenantOf }: Stage, side: Side): Eyes => ({ tenantId: tenantOf[side] });

/** What the fields of an answer about this resource hold. */
export function placesOf({ places, profile }: Stage, resource: string): Places {
  const known = places.get(resource) ?? readPlaces(profile, resource);
  places.set(resource, known);
  return known;
}

function readPlaces(profile: PortalProfile, resource: string): Places {
  const found = profile.resources.find(({ name }) => name === resource);
  const entityOf = (name: string) => profile.resources.find((each) => each.name === name)?.entity;
  const fields = profile.resources.flatMap(({ parent }) => {
    const entity = parent === undefined ? undefined : entityOf(parent.resource);
    return parent === undefined || entity === undefined ? [] : [[parent.field, entity]];
  });
  return {
    idField: found?.idField ?? 'id',
    entity: found?.entity,
    fields: Object.fromEntries(fields) as Record<string, string>,
  };
}
