import type { PortalProfile } from '../../shared/model/portal-profile.ts';
import type { Secret } from '../../shared/model/secret.ts';

/** A signed-in user's proof, as a value: a probe may take one apart and send a changed one. */
export type PortalSession =
  | { readonly kind: 'cookie'; readonly cookies: readonly PortalCookie[] }
  | { readonly kind: 'bearer'; readonly header: string; readonly scheme: string; readonly token: Secret };

export type PortalCookie = { readonly name: string; readonly value: Secret };

export type PortalCredentials = { readonly email: string; readonly password: Secret };

/** What the portal says about who is signed in; a field is absent when the profile names no place for it. */
export type PortalIdentity = {
  readonly userId?: string;
  readonly role?: string;
  readonly tenantId?: string;
};

export type SignIn =
  | {
      readonly ok: true;
      readonly session: PortalSession;
      readonly identity: PortalIdentity;
      /** The portal wants another password before anything else (P7). */
      readonly mustChangePassword: boolean;
    }
  /** The portal refused the credentials. `status` is the HTTP status of the answer that says so. */
  | { readonly ok: false; readonly status: number };

export type PortalRequest = {
  readonly method: string;
  /** From the root, sent byte for byte as it stands: nothing is normalised, so that a probe may send odd ones. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a string is sent as it stands, with the content type from `headers`. */
  readonly body?: unknown;
};

export type PortalLimits = {
  readonly signal?: AbortSignal;
  /** Bytes of the answer's body that are read; the rest is cut off. Default 1 MiB. */
  readonly maxBytes?: number;
  /** For the whole exchange, in milliseconds. Default 15,000. */
  readonly timeoutMs?: number;
};

export type PortalResponse = {
  readonly status: number;
  /** Names in lower case; several of one name joined with `, ` (RFC 9110 §5.3), `set-cookie` with a line feed. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as UTF-8, at most `maxBytes` of it. */
  readonly text: string;
  /** The parsed body, when it is whole and is JSON. */
  readonly json?: unknown;
  /** Milliseconds from the request's first byte out to the answer's last byte in; waiting for a connection is left out. */
  readonly ms: number;
  readonly truncated: boolean;
};

/**
 * The tenant's portal seen from outside, over HTTP alone, driven by its profile. No redirect is followed, ever.
 *
 * Errors: `E_PORTAL_UNREACHABLE`, `E_PORTAL_TIMEOUT`, `E_PORTAL_TLS`, `E_PORTAL_BAD_ANSWER` (an answer that is not HTTP, or a
 * login that does not behave as the profile says), `E_PORTAL_PASSWORD_REFUSED`. Whether a request that failed had an effect is not known.
 */
export type Portal = {
  readonly profile: PortalProfile;
  /** Scheme, host and port, without a slash at the end. */
  readonly origin: string;
  signIn(credentials: PortalCredentials, limits?: PortalLimits): Promise<SignIn>;
  /** Changes the signed-in user's own password. The session may end by it: sign in again afterwards. */
  changePassword(
    session: PortalSession,
    change: { readonly current: Secret; readonly next: Secret },
    limits?: PortalLimits,
  ): Promise<void>;
  /** One exchange. Every HTTP status is an answer, not an error. */
  request(
    actor: PortalSession | 'anonymous',
    request: PortalRequest,
    limits?: PortalLimits,
  ): Promise<PortalResponse>;
  /** Ends the kept connections. */
  close(): void;
};

/** Opens nothing yet: the first request connects. Errors: `E_INVALID_INPUT` for a base URL that is not one, `E_PORTAL_TLS` for clear text to another machine. */
export type OpenPortal = (profile: PortalProfile, baseUrl: string) => Portal;
