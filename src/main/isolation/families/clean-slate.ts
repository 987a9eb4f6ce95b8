import type { PortalProfile, PortalView } from '../../../shared/model/portal-profile.ts';
import type { Probe } from '../probe.ts';
import { filled, get } from './requests.ts';
import { totalsIn } from './totals.ts';

/** Before anything was made: every list holds the tenant's own rows alone, and a new tenant's holds none (P11). */
export const cleanSlateProbes = (
  profile: PortalProfile,
  { isNew, defaults }: { readonly isNew: boolean; readonly defaults: readonly string[] },
): readonly Probe[] => [
  ...lists(profile, { isNew, defaults }),
  ...profile.views
    .filter(({ counts }) => Object.keys(counts).length > 0)
    .map((view) => numbers(profile, view)),
];

const lists = (
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
        ...(list.total !== undefined && { totals: [{ pointer: list.total, entity }] }),
      },
    };
    return [probe];
  });

/** What it is told about how much there is, while there is nothing of its own that could hide others' in the sum. */
const numbers = (profile: PortalProfile, view: PortalView): Probe => ({
  id: `clean-slate.${view.name}.numbers`,
  family: 'clean-slate',
  resource: view.name,
  title: 'Is told its own numbers at first',
  owasp: 'API3:2023',
  actor: 'tenant',
  side: 'tenant',
  request: filled(view, {}),
  expect: { kind: 'own-rows', totals: totalsIn(profile, view) },
});
