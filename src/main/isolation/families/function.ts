import type { PortalProfile } from '../../../shared/model/portal-profile.ts';
import type { Facts } from '../facts.ts';
import type { PortalRequest } from '../../ports/portal.port.ts';
import type { Probe } from '../probe.ts';
import { filled } from './requests.ts';

/**
 * The tenant reads and changes what is its own (P12). These are the controls as well: where its own object is denied, the
 * denial of a foreign one proves nothing.
 */
export const functionProbes = (profile: PortalProfile, facts: Facts): readonly Probe[] =>
  profile.resources.flatMap(({ name, item, nested, create, update }) => {
    const { own } = facts.resources.get(name) ?? {};
    if (own === undefined) return [];
    const values = { ...facts.own, id: own };
    const expect = { kind: 'answered', contains: String(own) } as const;
    const ask = (what: string, title: string, request: PortalRequest): Probe => ({
      id: `function.${name}.${what}`,
      family: 'function',
      resource: name,
      title,
      owasp: 'API9:2023',
      actor: 'tenant',
      side: 'tenant',
      request,
      expect,
    });
    return [
      ...(item === undefined ? [] : [ask('item', 'Opens its own object', filled(item, values))]),
      ...nested.map((below) =>
        ask(`nested-${below.parent}`, 'Lists its own objects below their parent', filled(below, facts.own)),
      ),
      ...(update === undefined ? [] : [ask('update', 'Changes its own object', filled(update, values))]),
      // Into what the suite did not make itself it writes nothing new.
      ...(item === undefined || update === undefined || create === undefined
        ? []
        : kept(ask, filled(update, values), filled(item, values))),
    ];
  });

type Ask = (what: string, title: string, request: PortalRequest) => Probe;

/** What a change has written is there when the object is opened again. */
function kept(ask: Ask, change: PortalRequest, open: PortalRequest): readonly Probe[] {
  const written = Object.values(change.body as object).find((value) => typeof value === 'string');
  if (written === undefined) return [];
  const probe = ask('kept', 'Finds its change when it opens the object again', open);
  return [{ ...probe, first: change, expect: { kind: 'answered', contains: written } }];
}
