import type { PortalProfile, PortalView } from '../../../shared/model/portal-profile.ts';
import type { Facts } from '../facts.ts';
import type { Probe } from '../probe.ts';
import { filled, withQuery } from './requests.ts';

/** The audit trail as the tenant sees it holds nothing of the canary, whatever it is asked for. */
export const auditProbes = (profile: PortalProfile, facts: Facts): readonly Probe[] =>
  profile.views.filter(({ kind }) => kind === 'audit').flatMap((view) => trailReads(view, facts));

function trailReads(view: PortalView, facts: Facts): readonly Probe[] {
  const plain = filled(view, facts.own);
  const anyForeign = [...facts.resources.values()].flatMap(({ foreign }) => foreign ?? [])[0];
  const asked: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
    ['plain', 'Reads its own audit trail', {}],
    ['tenant', 'Asks for the canary’s audit trail', { tenantId: facts.canaryTenantId }],
    ['actor', 'Asks for what the canary’s administrator did', { actorId: facts.canaryUserId ?? 'none' }],
    ['entity', 'Asks for the history of a foreign object', { entityId: String(anyForeign ?? 'none') }],
    ['second-page', 'Asks for the second page', { page: '2' }],
    ['past-the-end', 'Asks for a page past the end', { page: '9999' }],
    [
      'everything',
      'Asks for everything',
      { all: 'true', scope: 'all', pageSize: '1000000', limit: '1000000' },
    ],
  ];
  const probe = (what: string, title: string, query: Readonly<Record<string, string>>): Probe => ({
    id: `audit.${view.name}.${what}`,
    family: 'audit',
    resource: view.name,
    title,
    owasp: 'API1:2023',
    actor: 'tenant',
    side: 'tenant',
    request: withQuery(plain, query),
    expect: { kind: 'own-rows' },
    primedBy: 'canary',
  });
  const reverse = probe('reverse', 'The canary asks for the tenant’s audit trail', {
    tenantId: facts.tenantId,
  });
  return [
    ...asked.map(([what, title, query]) => probe(what, title, query)),
    { ...reverse, actor: 'canary', side: 'canary' },
  ];
}
