import type { Context } from 'hono';
import type { PortalEnv } from '../../portal-context.ts';

export type Call = Context<PortalEnv>;

/** Whether a call is one that a defect is about. */
export type Fit = (c: Call) => boolean | Promise<boolean>;

/** Addresses: of the list, of one item, of a list below a parent. */
export const listOf = (name: string): RegExp => new RegExp(`^/api/${name}/?$`);
export const itemOf = (name: string): RegExp => new RegExp(`^/api/${name}/[^/]+/?$`);
export const below = (parent: string, name: string): RegExp => new RegExp(`^/api/${parent}/[^/]+/${name}/?$`);
export const anyItem = itemOf('[^/]+');
export const anyList = listOf('[^/]+');

/** Calls by method and path; GET takes HEAD in, as every router does. */
export function asks(methods: string, path: RegExp, also: Fit = () => true): Fit {
  const wanted = methods.split(' ');
  if (wanted.includes('GET')) wanted.push('HEAD');
  return (c) => wanted.includes(c.req.method) && path.test(c.req.path) && also(c);
}

/** Whether the query names one of these parameters. */
export const hasQuery =
  (...names: readonly string[]): Fit =>
  (c) =>
    names.some((name) => c.req.query(name) !== undefined);

/** The JSON object of a body; empty when there is none. */
export async function bodyOf(c: Call): Promise<Readonly<Record<string, unknown>>> {
  const body: unknown = await c.req.json().catch(() => undefined);
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
}

/** The path byte for byte as it came. */
export const rawPath = (c: Call): string => new URL(c.req.url).pathname;
