import type { PortalProfile } from '../../../shared/model/portal-profile.ts';
import type { Probe } from '../probe.ts';
import { get } from './requests.ts';

/** Before anything was made: every list holds the tenant's own rows alone, and a new tenant's holds none (P11). */
export const cleanSlateProbes = (
  profile: PortalProfile,
  { isNew, defaults }: { readonly isNew: boolean; readonly defaults: readonly string[] },
): readonly Probe[] =>
  profile.resources.flatMap(({ name, entity, list }) => {
    if (list === undefined) return [];
    const mustBeEmpty = isNew && !defaults.includes(name);
    const probe: Probe = {
      id: `clean-slate.${name}.list`,
      family: 'clean-slate',
      resource: name,
      title: mustBeEmpty ? 'Sees nothing at first' : 'Sees its own rows at first',
      owasp: 'API1:2023',
      actor: 'tenant',
      side: 'tenant',
      request: get(list.path),
      expect: {
        kind: 'own-rows',
        ...(mustBeEmpty && { empty: list.envelope }),
        ...(list.total !== undefined && { total: { pointer: list.total, entity } }),
      },
    };
    return [probe];
  });
