import type { PortalResource } from '../../../shared/model/portal-profile.ts';
import type { PortalRequest } from '../../ports/portal.port.ts';
import type { Expectation, Probe } from '../probe.ts';

export type WriteProbe = (what: string, title: string, request: PortalRequest, expect?: Expectation) => Probe;

/** A probe of the write family: asked by the tenant's administrator, judged by the canary's rows as well. */
export const writeProbe = (
  { name, entity }: PortalResource,
  what: string,
  title: string,
  request: PortalRequest,
  expect: Expectation = { kind: 'denied', envelope: 'data' },
): Probe => ({
  id: `write.${name}.${what}`,
  family: 'write',
  resource: name,
  title,
  owasp: expect.kind === 'own-rows' ? 'API3:2023' : 'API1:2023',
  actor: 'tenant',
  side: 'tenant',
  request,
  expect,
  guard: { side: 'canary', entity },
});
