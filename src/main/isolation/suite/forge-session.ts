import { createHmac } from 'node:crypto';
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

const unsigned = (claims: Readonly<Record<string, unknown>>, alg = 'none'): string =>
  `${base64url({ alg, typ: 'JWT' })}.${base64url(claims)}.`;

/** A JSON Web Token signed with HS256 (RFC 7515, RFC 7518 §3.2). */
function signed(claims: Readonly<Record<string, unknown>>, key: string): string {
  const text = `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url(claims)}`;
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
}

/** Keys that stand in tutorials, and so at the top of every list that is tried. */
const weakKeys = ['', 'secret', 'changeme', 'password', 'your-256-bit-secret'];

/** Where older releases and other libraries look for a session. */
const otherCookies = [
  'next-auth.session-token',
  '__Secure-next-auth.session-token',
  'authjs.session-token',
  '__Secure-authjs.session-token',
  'session',
  'token',
  'access_token',
  'jwt',
];

/** A year in which every session has long expired, in seconds. */
const LONG_AGO = 946_684_800;

/** Ways to make a token that nobody issued. */
const tokenForgeries: readonly Forgery[] = [
  { name: 'tampered', forge: tampered },
  { name: 'tampered-end', forge: (token) => replaceAt(token, token.length - 2) },
  { name: 'truncated', forge: (token) => token.slice(0, -8) },
  { name: 'empty', forge: () => 'x' },
  ...['none', 'None', 'NONE'].map((alg): Forgery => ({
    name: `alg-${alg}`,
    forge: (_token, { claims }) => unsigned(claims, alg),
  })),
  {
    name: 'expired',
    forge: (_token, { claims }) => unsigned({ ...claims, iat: LONG_AGO, exp: LONG_AGO + 60 }),
  },
  {
    name: 'any-signature',
    forge: (_token, { claims }) => `${signed(claims, 'x').split('.', 2).join('.')}.${base64url('')}`,
  },
  ...weakKeys.map((key): Forgery => ({
    name: `weak-key-${key || 'empty'}`,
    forge: (_token, { claims }) => signed(claims, key),
  })),
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

/** A made-up token where the portal does not issue its own: in other cookies, in the header of another kind of client. */
const placeForgeries: readonly { readonly name: string; readonly forge: (loot: Loot) => PortalSession }[] = [
  {
    name: 'other-cookie',
    forge: ({ own, claims }) => {
      const genuine = own.kind === 'cookie' ? own.cookies.map(({ name }) => name) : [];
      const names = otherCookies.filter((name) => !genuine.includes(name));
      return {
        kind: 'cookie',
        cookies: names.map((name) => ({ name, value: new Secret(unsigned(claims)) })),
      };
    },
  },
  {
    name: 'bearer',
    forge: ({ claims }) => ({
      kind: 'bearer',
      header: 'authorization',
      scheme: 'Bearer',
      token: new Secret(unsigned(claims)),
    }),
  },
];

export const forgeryNames = [...tokenForgeries, ...placeForgeries].map(({ name }) => name);

/** Sessions that must not count, by actor name without its `forged:`. */
export function forgedSessions(loot: Loot): ReadonlyMap<string, PortalSession> {
  const { own, others, claims } = loot;
  const tokens = { others: tokenOf(others), claims };
  const token = tokenOf(own);
  return new Map([
    ...tokenForgeries.map(({ name, forge }) => [name, withToken(own, forge(token, tokens))] as const),
    ...placeForgeries.map(({ name, forge }) => [name, forge(loot)] as const),
  ]);
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
