import type { Facts, ResourceFacts } from '../../src/main/isolation/facts.ts';
import type { Id } from '../../src/main/isolation/id-shapes.ts';
import type { PortalProfile } from '../../src/shared/model/portal-profile.ts';
import { SeededIds } from '../fakes/seeded-ids.ts';

/** Facts about a portal that has an object of every resource on both sides, as the suite would collect them. */
export function sampleFacts(profile: PortalProfile): Facts {
  const ids = new SeededIds();
  const kinds = ['own', 'other', 'ownVictim', 'foreign', 'victim'] as const;
  const made = profile.resources.map(({ name }) => {
    const facts = Object.fromEntries(kinds.map((kind) => [kind, ids.uuid()])) as Record<
      (typeof kinds)[number],
      Id
    >;
    return [name, { ...facts, missing: [ids.uuid(), ids.uuid()] }] as readonly [
      string,
      ResourceFacts & typeof facts,
    ];
  });
  const values = (kind: (typeof kinds)[number]) => ({
    ...Object.fromEntries(made.map(([name, facts]) => [`${name}.id`, facts[kind]])),
    ...{
      marker: 'console-probe-x',
      unique: 'abcd1234',
      email: 'x@probe.invalid',
      today: '2026-01-05',
      term: 'x',
    },
    ...{ tenantId: 'brk_tenant', userId: 'usr_tenant' },
  });
  return {
    tenantId: 'brk_tenant',
    canaryTenantId: 'brk_canary',
    tenantUserId: 'usr_tenant',
    canaryUserId: 'usr_canary',
    resources: new Map(made),
    markers: { tenant: 'console-probe-x-tenant', canary: 'console-probe-x-canary' },
    own: values('own'),
    other: values('other'),
    foreign: values('foreign'),
    victim: values('victim'),
    ownVictim: values('ownVictim'),
  };
}
