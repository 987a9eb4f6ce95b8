import type { PortalRequest } from '../../ports/portal.port.ts';
import type { Expectation, Probe } from '../probe.ts';

/** A probe of the read family, asked by the tenant's administrator. */
export const readProbe = (
  resource: string,
  what: string,
  title: string,
  request: PortalRequest,
  expect: Expectation,
): Probe => ({
  id: `read.${resource}.${what}`,
  family: 'read',
  resource,
  title,
  owasp: 'API1:2023',
  actor: 'tenant',
  side: 'tenant',
  request,
  expect,
});
