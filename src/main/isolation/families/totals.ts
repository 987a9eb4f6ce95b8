import type { PortalProfile, PortalView } from '../../../shared/model/portal-profile.ts';
import { resourceNamed } from '../facts.ts';
import type { Total } from '../probe.ts';

/** The numbers of a view, each with the entity that it counts. */
export const totalsIn = (profile: PortalProfile, { counts }: PortalView): readonly Total[] =>
  Object.entries(counts).map(([name, pointer]) => ({ pointer, entity: resourceNamed(profile, name).entity }));
