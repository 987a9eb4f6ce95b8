import type { PortalProfile, PortalResource } from '../../shared/model/portal-profile.ts';
import type { TemplateValues } from '../../shared/model/portal-template.ts';
import type { Id } from './id-shapes.ts';

/** The objects of one resource that probes speak of. A field is missing where the portal has no such object. */
export type ResourceFacts = {
  /** The tenant's own object, and a second one below another parent. */
  readonly own?: Id;
  readonly other?: Id;
  /** The tenant's own object that writes may hit. */
  readonly ownVictim?: Id;
  /** The canary's object that reads aim at, and the one that writes aim at. */
  readonly foreign?: Id;
  readonly victim?: Id;
  /** Two ids that look the same and that nobody has. */
  readonly missing: readonly [Id, Id];
};

/** Everything that probes are made from beside the profile. */
export type Facts = {
  readonly tenantId: string;
  readonly canaryTenantId: string;
  readonly tenantUserId?: string | undefined;
  readonly canaryUserId?: string | undefined;
  readonly resources: ReadonlyMap<string, ResourceFacts>;
  /** What placeholders stand for, seen from each parent chain: `<resource>.id`, `marker`, `email`, … */
  readonly own: TemplateValues;
  readonly other: TemplateValues;
  readonly foreign: TemplateValues;
  readonly victim: TemplateValues;
  readonly ownVictim: TemplateValues;
  /** Text of the canary's and of the tenant's test data. */
  readonly markers: { readonly tenant: string; readonly canary: string };
};

export const factsOf = ({ resources }: Facts, { name }: PortalResource): ResourceFacts | undefined =>
  resources.get(name);

export function resourceNamed({ resources }: PortalProfile, name: string): PortalResource {
  const found = resources.find((each) => each.name === name);
  if (found === undefined) throw new Error(`The portal profile has no resource ${name}`);
  return found;
}

/** The resource whose id a filter or body field of this name holds. */
export function resourceOfField({ resources }: PortalProfile, field: string): string | undefined {
  return resources.find(({ parent }) => parent?.field === field)?.parent?.resource;
}

/** The resources that a resource hangs below, nearest first. */
export function ancestorsOf(profile: PortalProfile, { parent }: PortalResource): readonly string[] {
  if (parent === undefined) return [];
  return [parent.resource, ...ancestorsOf(profile, resourceNamed(profile, parent.resource))];
}
