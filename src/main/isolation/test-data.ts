import type { PortalResource } from '../../shared/model/portal-profile.ts';
import type { Portal, PortalResponse, PortalSession } from '../ports/portal.port.ts';
import { atPointer, fillBody, fillPath, type TemplateValues } from './fill-template.ts';

/** One object that a probe made through the portal. */
export type MadeObject = { readonly resource: string; readonly id: string | number };

export type Created = { readonly response: PortalResponse; readonly id?: string | number };

/** The resource of this name; a profile without it cannot be used for what asked. */
export function resourceOf({ profile }: Pick<Portal, 'profile'>, name: string): PortalResource {
  const found = profile.resources.find((resource) => resource.name === name);
  if (found === undefined) throw new Error(`The portal profile has no resource ${name}`);
  return found;
}

/** Creates one object as the portal's user would. `id` is missing when the portal refused. */
export async function createObject(
  portal: Portal,
  session: PortalSession,
  resource: PortalResource,
  values: TemplateValues,
): Promise<Created> {
  const { create, idField } = resource;
  if (create === undefined) throw new Error(`The portal profile cannot create ${resource.name}`);
  const { method, path, body, envelope } = create;
  const request = { method, path: fillPath(path, values), body: fillBody(body, values) };
  const response = await portal.request(session, request);
  const made = atPointer(atPointer(response.json, envelope), idField);
  const isId = typeof made === 'string' || typeof made === 'number';
  return response.status < 300 && isId ? { response, id: made } : { response };
}

/** The rows of a list as the session sees them; undefined when the portal did not answer with a list. */
export async function listObjects(
  portal: Portal,
  session: PortalSession,
  { list }: PortalResource,
): Promise<readonly unknown[] | undefined> {
  if (list === undefined) return undefined;
  const response = await portal.request(session, { method: 'GET', path: list.path });
  const rows = atPointer(response.json, list.envelope);
  return response.status === 200 && Array.isArray(rows) ? rows : undefined;
}

/**
 * Removes, children first, whatever carries the marker, by the portal's own calls as the tenant's administrator: nothing
 * without the marker is touched. Answers what is left of it, by resource.
 */
export async function removeMarked(
  portal: Portal,
  session: PortalSession,
  resources: readonly string[],
  marker: string,
): Promise<readonly MadeObject[]> {
  const marked = async (name: string) => {
    const resource = resourceOf(portal, name);
    const rows = (await listObjects(portal, session, resource)) ?? [];
    return rows
      .filter((row) => JSON.stringify(row).includes(marker))
      .map((row) => ({ resource: name, id: atPointer(row, resource.idField) as string | number }));
  };
  for (const name of resources.toReversed()) {
    for (const { id } of await marked(name))
      await deleteObject(portal, session, resourceOf(portal, name), id);
  }
  return (await Promise.all(resources.map(marked))).flat();
}

async function deleteObject(
  portal: Portal,
  session: PortalSession,
  { delete: removal }: PortalResource,
  id: string | number,
): Promise<void> {
  if (removal === undefined) return;
  await portal.request(session, { method: removal.method, path: fillPath(removal.path, { id }) });
}
