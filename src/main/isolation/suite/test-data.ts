import { isOperatorError } from '../../../shared/errors/operator-error.ts';
import type { PortalResource } from '../../../shared/model/portal-profile.ts';
import { readPointer, type TemplateValues } from '../../../shared/model/portal-template.ts';
import type { PortalRequest, PortalResponse } from '../../ports/portal.port.ts';
import { PROBE_DOMAIN } from '../../ports/probe-users.port.ts';
import { filled } from '../families/requests.ts';
import type { Id } from '../id-shapes.ts';
import type { Side } from '../probe.ts';
import { freshText } from './asking.ts';
import type { Stage } from './stage.ts';

/** How the making of one object went. */
export type Making = {
  readonly resource: PortalResource;
  readonly id?: Id;
  readonly request: PortalRequest;
  readonly response?: PortalResponse;
  /** What kept the portal from answering. */
  readonly code?: string;
  readonly ms: number;
  /** The fresh address that the body named. */
  readonly email: string;
};

/** Objects of every resource that can be made and removed again, each below the one before. */
export type Chain = { readonly values: TemplateValues; readonly makings: readonly Making[] };

/** Whether the suite may make objects of it: what cannot be removed again is never made. */
export const isMakeable = ({ create, delete: removal }: PortalResource): boolean =>
  create !== undefined && removal !== undefined;

/** What placeholders stand for in probes: there `unique` and `email` are fresh with each request that goes out. */
export const sharedValues = (stage: Stage, side: Side): TemplateValues =>
  freshValues(stage, side, stage.asking.unique);

/** What placeholders stand for whoever asks; `unique` and `email` are fresh with each call. */
export function freshValues(
  stage: Stage,
  side: Side,
  unique = freshText(stage.ports.ids),
): TemplateValues & { readonly email: string } {
  const { ports, target, markers, tenantOf } = stage;
  return {
    marker: markers[side],
    unique,
    email: `${target.runId.toLowerCase().replaceAll('_', '-')}-${unique}@${PROBE_DOMAIN}`,
    today: ports.clock.now().toISOString().slice(0, 10),
    term: markers[side],
    tenantId: tenantOf[side],
  };
}

/** Makes one object of each resource, parents first, as the side's administrator. */
export async function makeChain(stage: Stage, side: Side): Promise<Chain> {
  const makings: Making[] = [];
  const ids: Record<string, Id> = {};
  for (const resource of stage.profile.resources.filter(isMakeable)) {
    const making = await makeObject(stage, side, resource, ids);
    makings.push(making);
    if (making.id !== undefined) ids[`${resource.name}.id`] = making.id;
  }
  return { values: { ...sharedValues(stage, side), ...ids }, makings };
}

/** Makes one more object of each resource below an existing chain: nothing hangs below these, so they can be taken away. */
export async function makeLeaves(stage: Stage, side: Side, chain: Chain): Promise<readonly Making[]> {
  const makeable = stage.profile.resources.filter(isMakeable);
  return Promise.all(makeable.map((resource) => makeObject(stage, side, resource, chain.values)));
}

/** Makes one object below the parents in `values`. What the portal made is remembered whatever it answered. */
export async function makeObject(
  stage: Stage,
  side: Side,
  resource: PortalResource,
  values: TemplateValues,
): Promise<Making> {
  const { create, name, parent } = resource;
  if (create === undefined) throw new Error(`The portal profile cannot create ${name}`);
  const fresh = freshValues(stage, side);
  const orphan = parent !== undefined && values[`${parent.resource}.id`] === undefined;
  if (orphan)
    return {
      resource,
      request: { method: create.method, path: create.path },
      code: 'E_NO_PARENT',
      ms: 0,
      email: fresh.email,
    };
  const request = filled(create, { ...values, ...fresh });
  const base = { resource, request, email: fresh.email };
  try {
    const response = await stage.asking.ask(side, request);
    noteMade(stage, side, resource, response);
    const id = idIn(resource, response);
    return { ...base, response, ms: response.ms, ...(id !== undefined && { id }) };
  } catch (error) {
    if (!isOperatorError(error)) throw error;
    return { ...base, code: error.code, ms: 0 };
  }
}

/** The id of what an answer says was made or changed. */
export function idIn({ create, idField }: PortalResource, { status, json }: PortalResponse): Id | undefined {
  const id = readPointer(readPointer(json, create?.envelope ?? ''), idField);
  return status < 300 && (typeof id === 'string' || typeof id === 'number') ? id : undefined;
}

/** Remembers what an answer shows to have been made, so that it is removed again. */
export function noteMade(stage: Stage, side: Side, resource: PortalResource, response: PortalResponse): void {
  const id = idIn(resource, response);
  if (id === undefined || stage.made.all.some((each) => each.resource === resource.name && each.id === id))
    return;
  const made = readPointer(response.json, resource.create?.envelope ?? '');
  const fileUrl = resource.fileUrl === undefined ? undefined : readPointer(made, resource.fileUrl);
  stage.made.add({
    side,
    resource: resource.name,
    entity: resource.entity,
    id,
    ...(typeof fileUrl === 'string' && { fileUrl }),
  });
  stage.watch.forget({ side, entity: resource.entity });
  stage.counts.delete(resource.entity);
  stage.sight.learn([{ entity: resource.entity, id: String(id), tenantId: stage.tenantOf[side] }]);
}
