import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { PortalProfile } from '../../../shared/model/portal-profile.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { FailPoints } from '../../ports/fail-points.port.ts';
import type { OpenPortal, Portal } from '../../ports/portal.port.ts';
import { originOf } from './base-url.ts';
import { changePassword } from './change-password.ts';
import { exchange } from './http-exchange.ts';
import { outgoingOf } from './outgoing.ts';
import { signIn } from './sign-in.ts';

export type PortalOptions = {
  readonly clock: Clock;
  /** PEM of the certificate authorities to trust instead of the system's. */
  readonly ca?: string;
  /** Connections at once; further requests wait. Default 8. */
  readonly connections?: number;
  readonly failPoints?: FailPoints | undefined;
};

/** Portals reached over HTTP by Node's own client, with kept connections. */
export const portalsOverHttp =
  (options: PortalOptions): OpenPortal =>
  (profile, baseUrl) =>
    openPortal(profile, originOf(baseUrl), options);

function openPortal(profile: PortalProfile, origin: URL, options: PortalOptions): Portal {
  const agent = agentFor(origin, options);
  const wire = { origin, agent, clock: options.clock, failPoints: options.failPoints };
  const request: Portal['request'] = (actor, wanted, limits = {}) =>
    exchange(wire, outgoingOf(actor, wanted), limits);
  return {
    profile,
    origin: origin.origin,
    request,
    signIn: (credentials, limits) =>
      signIn(profile, credentials, (actor, wanted) => request(actor, wanted, limits)),
    changePassword: (session, change, limits) =>
      changePassword(profile, change, (wanted) => request(session, wanted, limits)),
    close: () => agent.destroy(),
  };
}

function agentFor(origin: URL, { ca, connections = 8 }: PortalOptions): HttpAgent {
  const kept = { keepAlive: true, maxSockets: connections };
  if (origin.protocol === 'http:') return new HttpAgent(kept);
  return new HttpsAgent({ ...kept, ...(ca === undefined ? {} : { ca }) });
}
