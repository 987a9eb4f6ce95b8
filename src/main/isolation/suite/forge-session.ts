import type { PortalCookie, PortalSession } from '../../ports/portal.port.ts';
import { Secret } from '../../../shared/model/secret.ts';

/** What a forger has: a genuine session of its own, one of somebody else, and what it would like to be. */
export type Loot = {
  readonly own: PortalSession;
  readonly others: PortalSession;
  readonly claims: Readonly<Record<string, string>>;
};

type Forgery = { readonly name: string; readonly forge: (token: string, loot: Tokens) => string };
type Tokens = { readonly others: string; readonly claims: Loot['claims'] };

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** One character changed, in the middle: whatever seals the token must notice. */
const tampered = (token: string): string => replaceAt(token, token.length >> 1);

function replaceAt(token: string, at: number): string {
  return `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
}

const unsigned = (claims: Readonly<Record<string, unknown>>): string =>
  `${base64url({ alg: 'none', typ: 'JWT' })}.${base64url(claims)}.`;

/** A year in which every session has long expired, in seconds. */
const LONG_AGO = 946_684_800;

/** Ways to make a token that nobody issued. */
const tokenForgeries: readonly Forgery[] = [
  { name: 'tampered', forge: tampered },
  { name: 'tampered-end', forge: (token) => replaceAt(token, token.length - 2) },
  { name: 'truncated', forge: (token) => token.slice(0, -8) },
  { name: 'empty', forge: () => 'x' },
  { name: 'alg-none', forge: (_token, { claims }) => unsigned(claims) },
  {
    name: 'expired',
    forge: (_token, { claims }) => unsigned({ ...claims, iat: LONG_AGO, exp: LONG_AGO + 60 }),
  },
  {
    name: 'weak-key',
    forge: (_token, { claims }) =>
      `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url(claims)}.${base64url('')}`,
  },
  { name: 'claim-swap', forge: swapClaims },
  {
    name: 'mixed',
    forge: (token, { others }) => `${token.slice(0, token.length >> 1)}${others.slice(others.length >> 1)}`,
  },
];

/** The part between the dots exchanged, the rest kept: for a signed token its claims, for an encrypted one its key or text. */
function swapClaims(token: string, { others, claims }: Tokens): string {
  const parts = token.split('.');
  if (parts.length < 3) return tampered(token);
  const payload = parts.length === 3 ? base64url(claims) : (others.split('.')[3] ?? '');
  return parts.map((part, at) => (at === (parts.length === 3 ? 1 : 3) ? payload : part)).join('.');
}

export const forgeryNames = tokenForgeries.map(({ name }) => name);

/** Sessions that must not count, by actor name without its `forged:`. */
export function forgedSessions({ own, others, claims }: Loot): ReadonlyMap<string, PortalSession> {
  const tokens = { others: tokenOf(others), claims };
  const token = tokenOf(own);
  return new Map(tokenForgeries.map(({ name, forge }) => [name, withToken(own, forge(token, tokens))]));
}

/** The longest cookie is the token; other cookies (CSRF, callback address) prove nothing. */
const tokenCookie = (cookies: readonly PortalCookie[]): PortalCookie | undefined =>
  cookies.toSorted((a, b) => b.value.reveal().length - a.value.reveal().length)[0];

function tokenOf(session: PortalSession): string {
  if (session.kind === 'bearer') return session.token.reveal();
  return tokenCookie(session.cookies)?.value.reveal() ?? '';
}

function withToken(session: PortalSession, forged: string): PortalSession {
  const token = new Secret(forged);
  if (session.kind === 'bearer') return { ...session, token };
  const genuine = tokenCookie(session.cookies);
  return {
    ...session,
    cookies: session.cookies.map((cookie) => (cookie === genuine ? { ...cookie, value: token } : cookie)),
  };
}
