import type { Leak } from '../leak.ts';
import { afterwards } from './means/answer.ts';
import { anyList, asks, bodyOf, itemOf, listOf, type Call } from './means/fit.ts';
import { rerouted } from './means/rerouted.ts';
import { asTenant } from './means/unscoped.ts';
import { planted, plantedSubtly } from './planted.ts';

const leak = planted('tenant-anchor');
const subtle = plantedSubtly('tenant-anchor');

const queried = (name: string, path: RegExp) =>
  asTenant((c) => (asks('GET', path)(c) ? c.req.query(name) : undefined));

const headed = (name: string, methods: string, path: RegExp) =>
  asTenant((c) => (asks(methods, path)(c) ? c.req.header(name) : undefined));

/** Calls that choose their tenant themselves: by query, header, cookie, path or body. */
export const tenantAnchorLeaks: readonly Leak[] = [
  leak(
    ['anchor-query-list', 'brokerId in the query of a list', 'A list takes its tenant from ?brokerId=.'],
    queried('brokerId', anyList),
  ),
  subtle(
    [
      'anchor-query-snake',
      'tenant_id in the query of a list of employers',
      'GET /api/employers takes its tenant from ?tenant_id=, an old name of the parameter.',
    ],
    queried('tenant_id', listOf('employers')),
  ),
  subtle(
    [
      'anchor-query-twice',
      'brokerId twice in a query',
      'Of two brokerIds in the query of a list the first is checked and the last is used.',
    ],
    asTenant((c) => {
      const given = asks('GET', anyList)(c) ? (c.req.queries('brokerId') ?? []) : [];
      return given.length > 1 ? given.at(-1) : undefined;
    }),
  ),
  subtle(
    [
      'anchor-query-export',
      'tenantId in the query of an export',
      'An export takes its tenant from ?tenantId=.',
    ],
    queried('tenantId', listOf('export')),
  ),
  subtle(
    [
      'anchor-query-search',
      'broker_id in the query of a search',
      'A search takes its tenant from ?broker_id=.',
    ],
    queried('broker_id', listOf('search')),
  ),
  leak(
    [
      'anchor-header-tenant',
      'X-Tenant-ID selects the tenant',
      'Every call takes its tenant from X-Tenant-ID.',
    ],
    asTenant((c) => c.req.header('X-Tenant-ID')),
  ),
  subtle(
    [
      'anchor-header-broker',
      'X-Broker-ID selects the tenant of a list',
      'GET /api/employers takes its tenant from X-Broker-ID, a header of the gateway that it trusts.',
    ],
    headed('X-Broker-ID', 'GET', listOf('employers')),
  ),
  subtle(
    [
      'anchor-header-create',
      'X-Tenant selects the tenant of a new employer',
      'POST /api/employers takes its tenant from X-Tenant.',
    ],
    headed('X-Tenant', 'POST', listOf('employers')),
  ),
  subtle(
    [
      'anchor-header-export',
      'X-Broker selects the tenant of an export',
      'GET /api/export takes its tenant from X-Broker.',
    ],
    headed('X-Broker', 'GET', listOf('export')),
  ),
  subtle(
    [
      'anchor-cookie',
      'A brokerId cookie selects the tenant',
      'Lists take their tenant from a cookie called brokerId.',
    ],
    asTenant((c) => {
      const [, named] = /(?:^|;\s*)brokerId=([^;]+)/.exec(c.req.header('cookie') ?? '') ?? [];
      return named !== undefined && asks('GET', anyList)(c) ? decodeURIComponent(named) : undefined;
    }),
  ),
  subtle(
    [
      'anchor-path',
      'The tenant in the path of a list',
      'GET /api/brokers/{id}/employers lists the employers of the broker in the path.',
    ],
    tenantInPath(),
  ),
  leak(
    [
      'anchor-body-create',
      'brokerId in the body of a new employer',
      'POST /api/employers and /api/compliance-calendar store a row for the brokerId of the body.',
    ],
    { policies: (clean) => ({ tenantForNew: (actor, asked) => asked ?? clean.tenantForNew(actor, asked) }) },
  ),
  subtle(
    [
      'anchor-body-object',
      'broker.id in the body of a new employer',
      'POST /api/employers stores a row for the broker that the body names as an object.',
    ],
    asTenant(async (c) =>
      asks('POST', listOf('employers'))(c) ? idOf((await bodyOf(c))['broker']) : undefined,
    ),
  ),
  subtle(
    [
      'anchor-body-snake',
      'broker_id in the body of a new calendar entry',
      'POST /api/compliance-calendar stores a row for the broker_id of the body.',
    ],
    asTenant(async (c) =>
      asks('POST', listOf('compliance-calendar'))(c) ? textOf((await bodyOf(c))['broker_id']) : undefined,
    ),
  ),
  leak(
    [
      'anchor-body-update',
      'brokerId in the body of a change',
      'PATCH /api/employers/{id} moves an own employer to the brokerId of the body.',
    ],
    afterwards(asks('PATCH', itemOf('employers')), async (c, { db }) => {
      const brokerId = textOf((await bodyOf(c))['brokerId']);
      const id = c.req.path.split('/').at(-1) ?? '';
      if (c.res.ok && brokerId !== undefined)
        await db.updateTable('employers').set({ brokerId }).where('id', '=', id).execute();
    }),
  ),
  subtle(
    [
      'anchor-header-dashboard',
      'X-Tenant selects the tenant of a dashboard',
      'GET /api/dashboard takes its tenant from X-Tenant.',
    ],
    headed('X-Tenant', 'GET', listOf('dashboard')),
  ),
];

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const idOf = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null && 'id' in value ? textOf(value.id) : undefined;

function tenantInPath(): Pick<Leak, 'front' | 'middleware'> {
  const path = /^\/api\/brokers\/([^/]+)\/employers$/;
  const place = '/api/employers';
  const { front, wasRerouted } = rerouted(({ path: asked, query }) => {
    const [, tenant] = path.exec(asked) ?? [];
    if (tenant === undefined) return undefined;
    const kept = new URLSearchParams(query);
    kept.set('brokerOfPath', decodeURIComponent(tenant));
    return { path: place, query: kept };
  });
  const named = async (c: Call) => ((await wasRerouted(c)) ? c.req.query('brokerOfPath') : undefined);
  return { front, ...asTenant(named) };
}
