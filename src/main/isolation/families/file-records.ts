import type { PortalProfile, PortalResource } from '../../../shared/model/portal-profile.ts';
import type { PortalRequest } from '../../ports/portal.port.ts';
import { factsOf, resourceOfField, type Facts } from '../facts.ts';
import type { Expectation, Probe } from '../probe.ts';
import { filled, get, withQuery } from './requests.ts';

/**
 * What is known about a foreign file, a signed address above all, is as good as the file: neither its record nor a refusal may
 * give it away (P19).
 */
export const fileRecordProbes = (profile: PortalProfile, facts: Facts): readonly Probe[] =>
  profile.resources
    .filter(({ fileUrl }) => fileUrl !== undefined)
    .flatMap((resource) => [...recordReads(resource, facts), ...recordLists(profile, resource, facts)]);

const probeOf =
  ({ name }: PortalResource) =>
  (what: string, title: string, request: PortalRequest, expect: Expectation): Probe => ({
    id: `files.${name}.${what}`,
    family: 'files',
    resource: name,
    title,
    owasp: 'API1:2023',
    actor: 'tenant',
    side: 'tenant',
    request,
    expect,
  });

function recordReads(resource: PortalResource, facts: Facts): readonly Probe[] {
  const { item } = resource;
  const known = factsOf(facts, resource);
  if (item === undefined || known?.foreign === undefined) return [];
  const ask = probeOf(resource);
  const request = filled(item, { ...facts.foreign, id: known.foreign });
  const denied: Expectation = { kind: 'denied', envelope: item.envelope };
  const control = { ...filled(item, { ...facts.foreign, id: known.missing[0] }), method: 'HEAD' };
  return [
    ask('record', 'Opens the record of a foreign file', request, denied),
    ask(
      'record-head',
      'Asks for the head of the record of a foreign file',
      { ...request, method: 'HEAD' },
      {
        ...denied,
        control,
      },
    ),
  ];
}

function recordLists(profile: PortalProfile, resource: PortalResource, facts: Facts): readonly Probe[] {
  const { list } = resource;
  if (list === undefined) return [];
  const ask = probeOf(resource);
  const ownRows: Expectation = { kind: 'own-rows' };
  const filters = list.filters.flatMap((field) => {
    const foreign = facts.resources.get(resourceOfField(profile, field) ?? '')?.foreign;
    return foreign === undefined ? [] : [[field, String(foreign)] as const];
  });
  return [
    ask('records', 'Lists the records of its own files alone', get(list.path), ownRows),
    ...filters.map(([field, id]) =>
      ask(
        `records-${field}`,
        `Lists the records of files of a foreign ${field}`,
        withQuery(get(list.path), { [field]: id }),
        ownRows,
      ),
    ),
  ];
}
