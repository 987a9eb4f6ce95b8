import type { PortalRequest, PortalResponse, PortalSession } from '../../ports/portal.port.ts';

/** Sends one request for whoever is meant. */
export type Ask = (request: PortalRequest) => Promise<PortalResponse>;

/** What one kind of login comes to, before anybody asked who that is. */
export type LoggedIn =
  { readonly ok: true; readonly session: PortalSession } | { readonly ok: false; readonly status: number };
