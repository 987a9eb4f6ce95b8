import type { PortalResource } from '../../../shared/model/portal-profile.ts';
import { fillBody, fillPath, type TemplateValues } from '../../../shared/model/portal-template.ts';
import type { PortalRequest } from '../../ports/portal.port.ts';
import type { Id } from '../id-shapes.ts';

type Route = { readonly path: string; readonly method?: string; readonly body?: unknown };

export const get = (path: string): PortalRequest => ({ method: 'GET', path });

/** A route of the profile with its placeholders filled. */
export const filled = (route: Route, values: TemplateValues): PortalRequest => ({
  method: route.method ?? 'GET',
  path: fillPath(route.path, values),
  ...(route.body !== undefined && { body: fillBody(route.body, values) }),
});

/** The same request with more query parameters; a repeated name is sent as often. */
export const withQuery = (
  request: PortalRequest,
  query: Readonly<Record<string, string | readonly string[]>>,
): PortalRequest => ({ ...request, query: { ...request.query, ...query } });

export const withHeaders = (
  request: PortalRequest,
  headers: Readonly<Record<string, string>>,
): PortalRequest => ({ ...request, headers: { ...request.headers, ...headers } });

/** Adds or replaces fields of a JSON body. */
export const withFields = (
  request: PortalRequest,
  fields: Readonly<Record<string, unknown>>,
): PortalRequest => ({
  ...request,
  body: { ...(request.body as object | undefined), ...fields },
});

/** The path of one object, where the profile has one: the item's, or else that of a change or removal. */
export function itemPath(
  { item, update, replace, delete: removal }: PortalResource,
  values: TemplateValues,
  id: Id,
): string | undefined {
  const path = (item ?? update ?? replace ?? removal)?.path;
  return path === undefined ? undefined : fillPath(path, { ...values, id });
}

/** The path with the id written another way; `segment` goes in byte for byte. */
export function respelledPath(path: string, id: Id, segment: string): string {
  const at = path.lastIndexOf(encodeURIComponent(String(id)));
  return `${path.slice(0, at)}${segment}${path.slice(at + encodeURIComponent(String(id)).length)}`;
}
