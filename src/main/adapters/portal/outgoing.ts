import type { PortalRequest, PortalSession } from '../../ports/portal.port.ts';
import { cookieHeader } from './cookies.ts';
import type { Outgoing } from './http-exchange.ts';

type Headers = Readonly<Record<string, string>>;

/** A request as it goes out: the session's proof added, the query appended, the body written. Headers of the request win. */
export function outgoingOf(actor: PortalSession | 'anonymous', request: PortalRequest): Outgoing {
  const body = bodyOf(request.body);
  const headers = {
    accept: 'application/json',
    'accept-encoding': 'identity',
    'user-agent': 'tenant-console',
    ...proofOf(actor),
    ...body?.headers,
    ...lowerCased(request.headers ?? {}),
  };
  const path = withQuery(request.path, request.query ?? {});
  return { method: request.method, path, headers, ...(body === undefined ? {} : { body: body.text }) };
}

function proofOf(actor: PortalSession | 'anonymous'): Headers {
  if (actor === 'anonymous') return {};
  if (actor.kind === 'cookie') return { cookie: cookieHeader(actor.cookies) };
  return { [actor.header]: `${actor.scheme} ${actor.token.reveal()}`.trim() };
}

function bodyOf(body: unknown): { readonly text: string; readonly headers: Headers } | undefined {
  if (body === undefined) return undefined;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'string' ? {} : { 'content-type': 'application/json' };
  return { text, headers: { ...type, 'content-length': `${Buffer.byteLength(text)}` } };
}

function withQuery(path: string, query: NonNullable<PortalRequest['query']>): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((each) => [name, each] as [string, string]),
  );
  if (pairs.length === 0) return path;
  return `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams(pairs).toString()}`;
}

const lowerCased = (headers: Headers): Headers =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
