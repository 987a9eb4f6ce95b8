import type { Defect, Leak } from '../leak.ts';
import { rerouted, type Asked, type Taken } from './means/rerouted.ts';
import { uncheckedParentWhen, unscopedWhen } from './means/unscoped.ts';
import { plantedSubtly } from './planted.ts';

const subtle = plantedSubtly('write');

type Body = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The id is read where nobody checks it. */
function understood(meant: (asked: Asked) => Taken | undefined): Defect {
  const { front, wasRerouted } = rerouted(meant);
  return { front, ...unscopedWhen(wasRerouted) };
}

/** The parent is read where nobody checks it. */
function parentFrom(name: string, meant: (body: unknown, asked: Asked) => Body | undefined): Defect {
  const { front, wasRerouted } = rerouted((asked) => {
    if (asked.method !== 'POST' || asked.path !== `/api/${name}`) return undefined;
    const body = meant(asked.body, asked);
    return body === undefined ? undefined : { body };
  });
  return { front, ...uncheckedParentWhen(wasRerouted) };
}

const lastOf = (list: unknown): unknown =>
  Array.isArray(list) ? (list as readonly unknown[]).at(-1) : undefined;

const overrides = new Set(['PATCH', 'PUT', 'DELETE']);

/** Writes whose target or parent stands in an unusual place. */
export const bodyWriteLeaks: readonly Leak[] = [
  subtle(
    [
      'write-method-override',
      'A method override past the tenant check',
      'X-HTTP-Method-Override on a POST to /api/employers/{id} reaches the handler past the tenant check.',
    ],
    understood(({ method, path, headers }) => {
      const wanted = headers.get('x-http-method-override') ?? '';
      const fits = method === 'POST' && overrides.has(wanted) && /^\/api\/employers\/[^/]+$/.test(path);
      return fits ? { method: wanted } : undefined;
    }),
  ),
  subtle(
    [
      'write-method-parameter',
      'A _method parameter past the tenant check',
      'POST /api/members/{id}?_method= reaches the handler past the tenant check.',
    ],
    understood(({ method, path, query }) => {
      const wanted = query.get('_method') ?? '';
      const fits = method === 'POST' && overrides.has(wanted) && /^\/api\/members\/[^/]+$/.test(path);
      return fits ? { method: wanted } : undefined;
    }),
  ),
  subtle(
    [
      'write-array-body',
      'A change wrapped in an array',
      'PATCH /api/employers/{id} with an array takes its first element and forgets the tenant.',
    ],
    understood(({ method, path, body }) =>
      method === 'PATCH' && /^\/api\/employers\/[^/]+$/.test(path) && Array.isArray(body)
        ? { body: body[0] as unknown }
        : undefined,
    ),
  ),
  subtle(
    [
      'write-bulk-patch',
      'A bulk change of any members',
      'PATCH /api/members with a list of rows goes by the ids in the list alone.',
    ],
    understood(({ method, path, body }) => {
      const row = lastOf(body);
      if (method !== 'PATCH' || path !== '/api/members' || !isObject(row)) return undefined;
      const { id, ...change } = row;
      return { path: `/api/members/${String(id)}`, body: change };
    }),
  ),
  subtle(
    [
      'write-bulk-delete',
      'A bulk removal of any policies',
      'DELETE /api/policies?id= goes by the id in the query alone.',
    ],
    understood(({ method, path, query }) => {
      const id = query.get('id');
      return method === 'DELETE' && path === '/api/policies' && id !== null
        ? { path: `/api/policies/${id}`, query: new URLSearchParams() }
        : undefined;
    }),
  ),
  subtle(
    [
      'write-upsert',
      'A POST with the id of a foreign row',
      'POST /api/compliance-calendar with an id in its body changes the row of that id, whosever it is.',
    ],
    understood(({ method, path, body }) =>
      method === 'POST' &&
      path === '/api/compliance-calendar' &&
      isObject(body) &&
      typeof body['id'] === 'string'
        ? { method: 'PATCH', path: `/api/compliance-calendar/${body['id']}` }
        : undefined,
    ),
  ),
  subtle(
    [
      'write-id-in-body',
      'An id in the body that wins over the path',
      'PATCH /api/schemes/{id} checks the id of the path and changes the row of the id in the body.',
    ],
    understood(({ method, path, body }) =>
      method === 'PATCH' &&
      /^\/api\/schemes\/[^/]+$/.test(path) &&
      isObject(body) &&
      typeof body['id'] === 'string'
        ? { path: `/api/schemes/${body['id']}` }
        : undefined,
    ),
  ),
  subtle(
    [
      'write-parent-as-object',
      'A parent named as an object',
      'POST /api/members reads scheme.id besides schemeId, and checks only the latter.',
    ],
    parentFrom('members', (body) => {
      const parent = isObject(body) ? body['scheme'] : undefined;
      return isObject(body) && isObject(parent) ? { ...body, schemeId: parent['id'] } : undefined;
    }),
  ),
  subtle(
    [
      'write-parent-in-array',
      'A list of parents',
      'POST /api/policies with a list of schemes checks the first and uses the last.',
    ],
    parentFrom('policies', (body) => {
      const schemeId = isObject(body) ? lastOf(body['schemeId']) : undefined;
      return isObject(body) && schemeId !== undefined ? { ...body, schemeId } : undefined;
    }),
  ),
  subtle(
    [
      'write-parent-in-query',
      'A parent in the query that wins over the body',
      'POST /api/key-function-holders?schemeId= checks the scheme of the body and uses the one of the query.',
    ],
    parentFrom('key-function-holders', (body, { query }) => {
      const schemeId = query.get('schemeId');
      return isObject(body) && schemeId !== null ? { ...body, schemeId } : undefined;
    }),
  ),
  subtle(
    [
      'write-bulk-post',
      'New contributions in bulk below any member',
      'POST /api/contributions with a list takes the members it names without asking whose they are.',
    ],
    parentFrom('contributions', (body) => {
      const row = lastOf(body);
      return isObject(row) ? row : undefined;
    }),
  ),
  subtle(
    [
      'write-post-below-parent',
      'New members by the list below any scheme',
      'POST /api/schemes/{id}/members is an undocumented way to enrol, without the tenant check.',
    ],
    understood(({ method, path, body }) => {
      const [, schemeId] = /^\/api\/schemes\/([^/]+)\/members$/.exec(path) ?? [];
      return method === 'POST' && schemeId !== undefined && isObject(body)
        ? { path: '/api/members', body: { ...body, schemeId: decodeURIComponent(schemeId) } }
        : undefined;
    }),
  ),
];
