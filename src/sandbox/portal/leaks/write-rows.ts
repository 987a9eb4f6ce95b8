import type { Leak } from '../leak.ts';
import { asks, below, hasQuery, itemOf, listOf, rawPath } from './means/fit.ts';
import { uncheckedParentWhen, unscopedWhen } from './means/unscoped.ts';
import { planted, plantedSubtly } from './planted.ts';

const leak = planted('write');
const subtle = plantedSubtly('write');

const verbs = { PATCH: 'Changing', PUT: 'Replacing', DELETE: 'Removing' } as const;

const byId = (method: keyof typeof verbs, name: string): Leak =>
  leak(
    [
      `write-${method.toLowerCase()}-${name}`,
      `${verbs[method]} any of the ${name}`,
      `${method} /api/${name}/{id} looks the row up by its id alone, without the tenant.`,
    ],
    unscopedWhen(asks(method, itemOf(name))),
  );

const belowAny = (name: string, parent: string): Leak =>
  leak(
    [
      `write-post-${name}`,
      `New ${name} below any ${parent}`,
      `POST /api/${name} takes the ${parent} that the body names without asking whose it is.`,
    ],
    uncheckedParentWhen(asks('POST', listOf(name))),
  );

/** Rows of others, changed, removed or given children by their id. */
export const rowWriteLeaks: readonly Leak[] = [
  byId('PATCH', 'employers'),
  byId('PATCH', 'members'),
  byId('PATCH', 'email-templates'),
  byId('PATCH', 'compliance-calendar'),
  byId('PUT', 'schemes'),
  byId('PUT', 'policies'),
  byId('DELETE', 'contributions'),
  byId('DELETE', 'documents'),
  byId('DELETE', 'key-function-holders'),
  belowAny('schemes', 'employer'),
  belowAny('members', 'scheme'),
  belowAny('documents', 'scheme'),
  belowAny('contributions', 'member'),
  leak(
    [
      'write-post-fund-choices',
      'New fund choices of any member',
      'POST /api/members/{id}/fund-choices takes the member of the path without asking whose it is.',
    ],
    uncheckedParentWhen(asks('POST', below('members', 'fund-choices'))),
  ),
  leak(
    [
      'write-delete-fund-choices',
      'Removing any fund choice',
      'DELETE /api/members/{id}/fund-choices/{id} looks the choice up by its id alone.',
    ],
    unscopedWhen(asks('DELETE', /^\/api\/members\/[^/]+\/fund-choices\/[^/]+$/)),
  ),
  subtle(
    [
      'write-move',
      'Moving own members to a foreign scheme',
      'A PATCH that names another scheme checks the member, but not where it goes.',
    ],
    uncheckedParentWhen(asks('PATCH', itemOf('members'))),
  ),
  subtle(
    [
      'write-upper-case',
      'Changing any policy by an upper-case id',
      'The tenant check of PATCH compares ids in lower case only.',
    ],
    unscopedWhen(asks('PATCH', itemOf('policies'), (c) => /[A-F]/.test(c.req.path))),
  ),
  subtle(
    [
      'write-percent-encoded',
      'Changing any own-risk report by a percent-encoded id',
      'The tenant check of PATCH works on the raw path, the update on the decoded one.',
    ],
    unscopedWhen(asks('PATCH', itemOf('ora-reports'), (c) => /%[\da-f]{2}/i.test(rawPath(c)))),
  ),
  subtle(
    [
      'write-parent-upper-case',
      'New schemes below any employer in upper case',
      'The owner of the employer in a body is looked up in lower case only, and what is not found is let through.',
    ],
    uncheckedParentWhen(
      asks('POST', listOf('schemes'), async (c) => /employerId":\s*"[^"]*[A-F]/.test(await c.req.text())),
    ),
  ),
  subtle(
    [
      'write-soft-delete',
      'Removing any contribution softly',
      'DELETE with ?soft=true or ?force=true goes by the id alone.',
    ],
    unscopedWhen(asks('DELETE', itemOf('contributions'), hasQuery('soft', 'force'))),
  ),
];
