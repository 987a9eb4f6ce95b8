import type { PortalResource } from '../../../shared/model/portal-profile.ts';
import type { TemplateValues } from '../../../shared/model/portal-template.ts';
import type { TruthRow } from '../../ports/tenant-truth.port.ts';
import type { Facts, ResourceFacts } from '../facts.ts';
import { missingLike, type Id } from '../id-shapes.ts';
import type { Cast } from './cast.ts';
import type { Stage } from './stage.ts';
import { sharedValues, type Chain, type Making } from './test-data.ts';

export type Rows = ReadonlyMap<string, readonly TruthRow[]>;

/** What was made on both sides, and what stood there before. */
export type Ground = {
  readonly cast: Cast;
  readonly disabledUserId?: string | undefined;
  readonly standing: { readonly tenant: Rows; readonly canary: Rows };
  readonly tenant: { readonly own: Chain; readonly other: Chain; readonly leaves: readonly Making[] };
  readonly canary: { readonly chain: Chain; readonly leaves: readonly Making[] };
};

/** Puts together what probes are made from. */
export function collectFacts(stage: Stage, ground: Ground): Facts {
  const { profile, target, markers } = stage;
  const standing = standingChain(stage, ground);
  const resources = profile.resources.flatMap((resource) => {
    const facts = resourceFacts(stage, ground, resource, standing);
    return facts === undefined ? [] : [[resource.name, facts] as const];
  });
  const { own, other } = ground.tenant;
  const base = { ...absentIds(stage), ...sharedValues(stage, 'tenant'), userId: ground.cast.tenantUserId };
  return {
    tenantId: target.tenantId,
    canaryTenantId: target.canaryTenantId,
    tenantUserId: ground.cast.tenantUserId,
    canaryUserId: ground.cast.canaryUserId,
    resources: new Map(resources),
    markers,
    own: { ...base, ...own.values },
    other: { ...base, ...other.values },
    ownVictim: { ...base, ...own.values },
    foreign: { ...base, ...ground.canary.chain.values, ...standing },
    victim: { ...base, ...ground.canary.chain.values },
  };
}

/**
 * An id that nobody has for every resource: stands in where the portal made no object, so that every question can still be
 * put. Its denial proves nothing, and is not taken for a proof.
 */
const absentIds = ({ profile, ports }: Stage): TemplateValues =>
  Object.fromEntries(profile.resources.map(({ name }) => [`${name}.id`, ports.ids.uuid()]));

/** One standing row of the canary per resource, each below the one chosen before it where there is such a row. */
function standingChain({ profile }: Stage, { standing, canary }: Ground): TemplateValues {
  const chosen: Record<string, Id> = {};
  for (const { name, entity, parent } of profile.resources) {
    const rows = standing.canary.get(entity) ?? [];
    const parentId = parent === undefined ? undefined : chosen[`${parent.resource}.id`];
    const row =
      rows.find((each) => each.parentId !== undefined && each.parentId === String(parentId)) ?? rows[0];
    const sample = canary.chain.values[`${name}.id`];
    if (row !== undefined) chosen[`${name}.id`] = typeof sample === 'number' ? Number(row.id) : row.id;
  }
  return chosen;
}

function resourceFacts(
  { ports, target }: Stage,
  ground: Ground,
  { name, entity, create }: PortalResource,
  standing: TemplateValues,
): ResourceFacts | undefined {
  const key = `${name}.id`;
  const leafOf = (leaves: readonly Making[]): Id | undefined =>
    leaves.find(({ resource }) => resource.name === name)?.id;
  const isUsers = entity === 'users';
  const ownStanding = ground.standing.tenant.get(entity)?.[0]?.id;
  const canaryStanding = standing[key];
  const facts = {
    own: ground.tenant.own.values[key] ?? (isUsers ? ground.cast.tenantUserId : ownStanding),
    other: ground.tenant.other.values[key],
    ownVictim:
      leafOf(ground.tenant.leaves) ??
      (isUsers ? ground.disabledUserId : create === undefined && target.isNew ? ownStanding : undefined),
    foreign: canaryStanding ?? ground.canary.chain.values[key],
    victim:
      leafOf(ground.canary.leaves) ??
      (isUsers ? ground.cast.canaryVictimId : create === undefined ? canaryStanding : undefined),
  };
  const known = Object.fromEntries(Object.entries(facts).filter(([, id]) => id !== undefined)) as Omit<
    ResourceFacts,
    'missing'
  >;
  const sample = Object.values(known)[0];
  if (sample === undefined) return undefined;
  return { ...known, missing: [missingLike(sample, ports.ids), missingLike(sample, ports.ids)] };
}
