import type { Leak } from '../leak.ts';
import { planted, plantedSubtly } from './planted.ts';
import { asks, itemOf, rawPath } from './means/fit.ts';
import { sharedCache } from './means/shared-cache.ts';
import { respelled } from './means/respelled.ts';
import { unscopedWhen } from './means/unscoped.ts';

const leak = planted('read');
const subtle = plantedSubtly('read');

const byId = (name: string): Leak =>
  leak(
    [
      `read-item-${name}`,
      `Any of the ${name} by id`,
      `GET /api/${name}/{id} looks the row up by its id alone, without the tenant.`,
    ],
    unscopedWhen(asks('GET', itemOf(name))),
  );

/** Single objects: looked up without the tenant, or under a spelling of the id that the check does not know. */
export const itemLeaks: readonly Leak[] = [
  ...[
    'employers',
    'schemes',
    'members',
    'key-function-holders',
    'policies',
    'ora-reports',
    'contributions',
    'compliance-calendar',
    'email-templates',
    'users',
  ].map(byId),
  subtle(
    [
      'read-item-head',
      'Any member by HEAD',
      'HEAD /api/members/{id} is answered without the tenant check that GET has.',
    ],
    unscopedWhen((c) => c.req.method === 'HEAD' && itemOf('members').test(c.req.path)),
  ),
  subtle(
    [
      'read-item-upper-case',
      'Any employer by an upper-case id',
      'The tenant check compares ids in lower case only, while the database takes a UUID in any case.',
    ],
    unscopedWhen(asks('GET', itemOf('employers'), (c) => /[A-F]/.test(c.req.path))),
  ),
  subtle(
    [
      'read-item-percent-encoded',
      'Any policy by a percent-encoded id',
      'The tenant check works on the raw path and lets an id through that is written in percent escapes.',
    ],
    unscopedWhen(asks('GET', itemOf('policies'), (c) => /%[\da-f]{2}/i.test(rawPath(c)))),
  ),
  subtle(
    [
      'read-item-encoded-twice',
      'Any scheme by an id encoded twice',
      'A proxy decodes the path once more after the tenant check.',
    ],
    respelled('schemes', (segment) =>
      segment.includes('%25') ? decodeURIComponent(segment.replaceAll('%25', '%')) : undefined,
    ),
  ),
  subtle(
    [
      'read-item-extension',
      'Any contribution with .json behind its id',
      'The extension is cut off after the tenant check, which found no such row and let it pass.',
    ],
    respelled('contributions', (segment) =>
      segment.endsWith('.json') ? segment.slice(0, -'.json'.length) : undefined,
    ),
  ),
  subtle(
    [
      'read-item-path-parameter',
      'Any own-risk report with a path parameter',
      'What follows a semicolon is cut off after the tenant check.',
    ],
    respelled('ora-reports', (segment) => (segment.includes(';') ? segment.split(';')[0] : undefined)),
  ),
  subtle(
    [
      'read-item-no-hyphens',
      'Any member by an id without hyphens',
      'The cache of allowed ids holds them with hyphens; the database takes a UUID without them.',
    ],
    respelled('members', withHyphens),
  ),
  subtle(
    [
      'read-item-double-slash',
      'Any key function holder behind an empty path segment',
      'The tenant check matches the path exactly, the router collapses empty segments.',
    ],
    respelled('key-function-holders', (rest) => (rest.startsWith('/') ? rest.slice(1) : undefined)),
  ),
  subtle(
    [
      'read-item-batch',
      'Any employer in a list of ids',
      'GET /api/employers/{id},{id} checks the first id and answers with the last.',
    ],
    respelled('employers', (segment) => {
      const ids = decodeURIComponent(segment).split(',');
      return ids.length > 1 ? ids.at(-1) : undefined;
    }),
  ),
  subtle(
    [
      'read-item-query-id',
      'Any scheme by an id in the query',
      'GET /api/schemes/{id}?id= checks the id of the path and reads the one of the query.',
    ],
    respelled('schemes', (_segment, { query }) => query.get('id') ?? undefined),
  ),
  subtle(
    [
      'read-item-method-override',
      'Any member by POST with a method override',
      'X-HTTP-Method-Override: GET on a POST reaches the handler past the tenant check.',
    ],
    respelled('members', (segment, { method, headers }) =>
      method === 'POST' && headers.get('x-http-method-override') === 'GET' ? segment : undefined,
    ),
  ),
  subtle(
    [
      'read-item-cache',
      'Employers from a cache that two tenants share',
      'Answers of GET /api/employers/{id} are kept for two seconds by path, whoever asked.',
    ],
    sharedCache(asks('GET', itemOf('employers'))),
  ),
];

function withHyphens(segment: string): string | undefined {
  const [, a, b, c, d, e] =
    /^([\da-f]{8})([\da-f]{4})([\da-f]{4})([\da-f]{4})([\da-f]{12})$/i.exec(segment) ?? [];
  return a === undefined ? undefined : [a, b, c, d, e].join('-');
}
