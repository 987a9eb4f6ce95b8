import {
  bodyFor,
  changeFor,
  holds,
  tableOf,
  textOf,
  type Demonstration,
  type Demonstrations,
  type World,
} from './world.ts';
import type { Answer } from '../../../helpers/portal-client.ts';

type Act = (world: World, path: string, id: string) => Promise<unknown>;

/** Whether an act changes or removes a foreign row. */
const touches =
  (name: string, act: Act, expected?: readonly number[]): Demonstration =>
  async (world) => {
    const { id } = await world.foreign(name);
    const before = await world.row(tableOf(name), id);
    const answer = await act(world, `/api/${name}/${id}`, id);
    const told = expected?.includes((answer as Answer).status) ?? true;
    return told && textOf(await world.row(tableOf(name), id)) !== textOf(before);
  };

const patches = (name: string): Demonstration =>
  touches(name, ({ admin }, path) => admin.send('PATCH', path, changeFor(name)));

const puts = (name: string, field: string): Demonstration =>
  touches(name, async (world, path) => {
    const { [field]: parentId } = (await world.row(tableOf(name), path.split('/').at(-1)!))!;
    return world.admin.send('PUT', path, bodyFor(name, { [field]: parentId }));
  });

const removes = (name: string, more = ''): Demonstration =>
  touches(name, ({ admin }, path) => admin.send('DELETE', path + more));

type Making = { readonly name: string; readonly parent: string; readonly field: string };
type Make = (world: World, foreign: string, own: string) => Promise<unknown>;

/** Whether an act makes a row below a foreign parent. */
const makes =
  ({ name, parent, field }: Making, act: Make): Demonstration =>
  async (world) => {
    const [theirs, ours] = [await world.foreign(parent), await world.own(parent)];
    const count = async () =>
      (await world.portal.db.selectFrom(tableOf(name)).select('id').where(field, '=', theirs.id).execute())
        .length;
    const before = await count();
    await act(world, theirs.id, ours.id);
    return (await count()) > before;
  };

const schemesOf = { name: 'schemes', parent: 'employers', field: 'employerId' };
const ofScheme = (name: string): Making => ({ name, parent: 'schemes', field: 'schemeId' });
const ofMember = (name: string): Making => ({ name, parent: 'members', field: 'memberId' });

const posts = (making: Making): Demonstration =>
  makes(making, ({ admin }, id) =>
    admin.send('POST', `/api/${making.name}`, bodyFor(making.name, { [making.field]: id })),
  );

const overridden = ({ admin, url }: World, path: string, headers: Record<string, string>, body: unknown) =>
  fetch(url + path, {
    method: 'POST',
    headers: { cookie: admin.cookie, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

const percent = (path: string): string =>
  path.replace(/[^/]+$/, (id) =>
    id.replaceAll(/./g, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`),
  );

const upperId = (path: string): string => path.replace(/[^/]+$/, (id) => id.toUpperCase());

export const writeDemonstrations: Demonstrations = {
  'write-patch-employers': patches('employers'),
  'write-patch-members': patches('members'),
  'write-patch-email-templates': patches('email-templates'),
  'write-patch-compliance-calendar': patches('compliance-calendar'),
  'write-put-schemes': puts('schemes', 'employerId'),
  'write-put-policies': puts('policies', 'schemeId'),
  'write-delete-contributions': removes('contributions'),
  'write-delete-documents': removes('documents'),
  'write-delete-key-function-holders': removes('key-function-holders'),
  'write-post-schemes': posts(schemesOf),
  'write-post-members': posts(ofScheme('members')),
  'write-post-documents': posts(ofScheme('documents')),
  'write-post-contributions': posts(ofMember('contributions')),
  'write-post-fund-choices': makes(ofMember('fund-choices'), ({ admin }, id) =>
    admin.send('POST', `/api/members/${id}/fund-choices`, bodyFor('fund-choices')),
  ),
  'write-delete-fund-choices': touches('fund-choices', async ({ admin, row }, _path, id) => {
    const { memberId } = (await row('fund_choices', id))!;
    return admin.send('DELETE', `/api/members/${String(memberId)}/fund-choices/${id}`);
  }),
  'write-move': makes(ofScheme('members'), async ({ admin, own }, schemeId) =>
    admin.send('PATCH', `/api/members/${(await own('members')).id}`, { schemeId }),
  ),
  'write-upper-case': touches('policies', ({ admin }, path) =>
    admin.send('PATCH', upperId(path), changeFor('policies')),
  ),
  'write-percent-encoded': touches('ora-reports', ({ admin }, path) =>
    admin.send('PATCH', percent(path), changeFor('ora-reports')),
  ),
  'write-parent-upper-case': makes(schemesOf, ({ admin }, id) =>
    admin.send('POST', '/api/schemes', bodyFor('schemes', { employerId: id.toUpperCase() })),
  ),
  'write-soft-delete': removes('contributions', '?soft=true'),
  'write-patch-denied-yet-done': touches(
    'contributions',
    ({ admin }, path) => admin.send('PATCH', path, changeFor('contributions')),
    [404],
  ),
  'write-put-denied-yet-done': async (world) => {
    const { id, schemeId } = await world.foreign('key-function-holders');
    const body = bodyFor('key-function-holders', { schemeId });
    const { status } = await world.admin.send('PUT', `/api/key-function-holders/${id}`, body);
    return status === 404 && (await world.row('key_function_holders', id))?.['name'] === body['name'];
  },
  'write-delete-denied-yet-done': touches('policies', ({ admin }, path) => admin.send('DELETE', path), [403]),
  'write-post-denied-yet-done': posts(ofScheme('ora-reports')),
  'write-denied-yet-touched': touches(
    'schemes',
    ({ admin }, path) => admin.send('PATCH', path, changeFor('schemes')),
    [404],
  ),
  'write-error-names-parent': async ({ admin, foreign }) => {
    const { id, name } = await foreign('employers');
    return holds(await admin.send('POST', '/api/schemes', bodyFor('schemes', { employerId: id })), name);
  },
};

export const bodyDemonstrations: Demonstrations = {
  'write-method-override': touches('employers', (world, path) =>
    overridden(world, path, { 'x-http-method-override': 'PATCH' }, changeFor('employers')),
  ),
  'write-method-parameter': touches('members', (world, path) =>
    overridden(world, `${path}?_method=PATCH`, {}, changeFor('members')),
  ),
  'write-array-body': touches('employers', ({ admin }, path) =>
    admin.send('PATCH', path, [changeFor('employers')]),
  ),
  'write-bulk-patch': touches('members', ({ admin }, _path, id) =>
    admin.send('PATCH', '/api/members', [{ id, ...changeFor('members') }]),
  ),
  'write-bulk-delete': touches('policies', ({ admin }, _path, id) =>
    admin.send('DELETE', `/api/policies?id=${id}`),
  ),
  'write-upsert': touches('compliance-calendar', ({ admin }, _path, id) =>
    admin.send('POST', '/api/compliance-calendar', { ...bodyFor('compliance-calendar'), id }),
  ),
  'write-id-in-body': touches('schemes', async ({ admin, own }, _path, id) =>
    admin.send('PATCH', `/api/schemes/${(await own('schemes')).id}`, { ...changeFor('schemes'), id }),
  ),
  'write-parent-as-object': makes(ofScheme('members'), ({ admin }, id) =>
    admin.send('POST', '/api/members', bodyFor('members', { scheme: { id } })),
  ),
  'write-parent-in-array': makes(ofScheme('policies'), ({ admin }, id, own) =>
    admin.send('POST', '/api/policies', bodyFor('policies', { schemeId: [own, id] })),
  ),
  'write-parent-in-query': makes(ofScheme('key-function-holders'), ({ admin }, id, own) =>
    admin.send(
      'POST',
      `/api/key-function-holders?schemeId=${id}`,
      bodyFor('key-function-holders', { schemeId: own }),
    ),
  ),
  'write-bulk-post': makes(ofMember('contributions'), ({ admin }, id) =>
    admin.send('POST', '/api/contributions', [bodyFor('contributions', { memberId: id })]),
  ),
  'write-post-below-parent': makes(ofScheme('members'), ({ admin }, id) =>
    admin.send('POST', `/api/schemes/${id}/members`, bodyFor('members')),
  ),
};
