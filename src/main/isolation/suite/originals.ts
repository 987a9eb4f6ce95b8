import { isOperatorError } from '../../../shared/errors/operator-error.ts';
import type { PortalResource } from '../../../shared/model/portal-profile.ts';
import { fillPath, readPointer } from '../../../shared/model/portal-template.ts';
import type { Facts } from '../facts.ts';
import { filled } from '../families/requests.ts';
import type { Id } from '../id-shapes.ts';
import type { Probe, Side } from '../probe.ts';
import type { Original, Stage } from './stage.ts';

/**
 * Remembers the standing objects that writes are aimed at because the portal can make no others (a canary's e-mail template, a
 * new tenant's), so that they can be put back.
 */
export async function rememberOriginals(stage: Stage, facts: Facts): Promise<void> {
  for (const resource of stage.profile.resources.filter(
    ({ create, update }) => create === undefined && update !== undefined,
  )) {
    const known = facts.resources.get(resource.name);
    await remember(stage, 'tenant', resource, known?.ownVictim);
    await remember(stage, 'canary', resource, known?.victim);
  }
}

async function remember(
  stage: Stage,
  side: Side,
  resource: PortalResource,
  id: Id | undefined,
): Promise<void> {
  if (id === undefined || resource.item === undefined) return;
  try {
    const { status, json } = await stage.asking.ask(side, filled(resource.item, { id }));
    const row = readPointer(json, resource.item.envelope);
    if (status === 200 && typeof row === 'object')
      stage.originals.set(String(id), { side, resource: resource.name, id, row });
  } catch (error) {
    if (!isOperatorError(error)) throw error;
  }
}

/**
 * A probe that may get to change a standing object of the tenant writes into it what stands there: at whatever moment the check is
 * cut off, the object is as it was. That it was written shows in its version all the same.
 */
export function sparing({ originals, profile }: Stage, probe: Probe): Probe {
  const { path, body } = probe.request;
  const segments = path.split(/[/?]/);
  const original = [...originals.values()].find(
    ({ side, id }) => side === 'tenant' && segments.includes(encodeURIComponent(id)),
  );
  if (original === undefined || typeof body !== 'object' || body === null || Array.isArray(body))
    return probe;
  const resource = profile.resources.find(({ name }) => name === original.resource);
  const written = { ...resource?.update?.body, ...resource?.replace?.body };
  const asItStands = Object.entries(body).map(([field, value]: [string, unknown]) => [
    field,
    Object.hasOwn(written, field) ? (readPointer(original.row, field) ?? value) : value,
  ]);
  return { ...probe, request: { ...probe.request, body: Object.fromEntries(asItStands) as object } };
}

/** Writes the fields that a change touches as they were; what they say is no template. A portal that fails at it shows in the proof of the clean-up. */
export async function putBack(stage: Stage, original: Original | undefined): Promise<void> {
  const resource = stage.profile.resources.find(({ name }) => name === original?.resource);
  const route = resource?.replace ?? resource?.update;
  if (original === undefined || route === undefined) return;
  const body = Object.fromEntries(
    Object.keys(route.body).map((field) => [field, readPointer(original.row, field) ?? null]),
  );
  try {
    const path = fillPath(route.path, { id: original.id });
    await stage.asking.ask(original.side, { method: route.method, path, body });
  } catch (error) {
    if (!isOperatorError(error)) throw error;
  }
}

/** What the suite wrote on purpose into the tenant's own standing objects. */
export async function putBackOwn(stage: Stage): Promise<void> {
  for (const original of stage.originals.values())
    if (original.side === 'tenant') await putBack(stage, original);
}
