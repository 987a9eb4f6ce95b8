import { holds, textOf, type Demonstration, type Demonstrations, type World } from './world.ts';

const item =
  (name: string): Demonstration =>
  async ({ admin, foreign }) => {
    const { id } = await foreign(name);
    return holds(await admin.get(`/api/${name}/${id}`), id);
  };

/** Opens a foreign object with its id written another way. */
const spelled =
  (name: string, spell: (id: string) => string): Demonstration =>
  async ({ admin, foreign }) => {
    const { id } = await foreign(name);
    return holds(await admin.get(`/api/${name}/${spell(id)}`), id);
  };

const percent = (id: string): string =>
  id.replaceAll(/./g, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`);

/** Lists, and finds rows that others have. */
const lists =
  (path: string): Demonstration =>
  async (world) => {
    const [, name = ''] = /^\/api\/([^/?]+)/.exec(path) ?? [];
    const foreign = await allForeign(world, name);
    const { body } = await world.admin.get(path);
    return foreign.some((id) => textOf(body).includes(id));
  };

async function allForeign(world: World, name: string): Promise<readonly string[]> {
  const { data } = (await world.foreignAdmin.get(`/api/${name}?pageSize=100`)).body as {
    data: readonly { readonly id: string }[];
  };
  return data.map(({ id }) => id);
}

const ownTotal = async ({ admin }: World, name: string) =>
  ((await admin.get(`/api/${name}?pageSize=1`)).body as { readonly total: number }).total;

/** Asks about a foreign parent and gets rows that name it. */
const filtered =
  (name: string, parent: string, query: (foreign: string, own: string) => string): Demonstration =>
  async ({ admin, foreign, own }) => {
    const theirs = await foreign(parent);
    const ours = await own(parent);
    const answer = await admin.get(`/api/${name}?${query(theirs.id, ours.id)}`);
    return answer.status === 200 && holds(answer, theirs.id);
  };

const nested =
  (parent: string, path: string, more = ''): Demonstration =>
  async ({ admin, foreign }) => {
    const { id } = await foreign(parent);
    const answer = await admin.get(`/api/${parent}/${id}/${path}${more}`);
    return answer.status === 200 && holds(answer, id);
  };

const heads =
  (path: (world: World) => Promise<string>): Demonstration =>
  async (world) =>
    (await world.admin.send('HEAD', await path(world))).status === 200;

const numbers = async ({ admin }: World) =>
  (await admin.get('/api/dashboard')).body as {
    readonly data: { readonly counts: Readonly<Record<string, number>> };
  };

const asked = async ({ admin, foreign }: World, question: string): Promise<boolean> => {
  const answer = await admin.send('POST', '/api/assistant', { question });
  const { data } = answer.body as { readonly data: { readonly sources: readonly { readonly id: string }[] } };
  const theirs = await Promise.all(Array.from({ length: 4 }, () => foreign('compliance-calendar')));
  return data.sources.some(({ id }) => theirs.some((row) => row.id === id));
};

export const itemDemonstrations: Demonstrations = {
  ...Object.fromEntries(
    [
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
    ].map((name) => [`read-item-${name}`, item(name)]),
  ),
  'read-item-head': heads(async ({ foreign }) => `/api/members/${(await foreign('members')).id}`),
  'read-item-upper-case': async ({ admin, foreign }) => {
    const { id, name } = await foreign('employers');
    return holds(await admin.get(`/api/employers/${id.toUpperCase()}`), name);
  },
  'read-item-percent-encoded': spelled('policies', percent),
  'read-item-encoded-twice': spelled('schemes', (id) => percent(id).replaceAll('%', '%25')),
  'read-item-extension': spelled('contributions', (id) => `${id}.json`),
  'read-item-path-parameter': spelled('ora-reports', (id) => `${id};v=1`),
  'read-item-no-hyphens': spelled('members', (id) => id.replaceAll('-', '')),
  'read-item-double-slash': spelled('key-function-holders', (id) => `/${id}`),
  'read-item-batch': async ({ admin, own, foreign }) => {
    const { id } = await foreign('employers');
    return holds(await admin.get(`/api/employers/${(await own('employers')).id},${id}`), id);
  },
  'read-item-query-id': async ({ admin, own, foreign }) => {
    const { id } = await foreign('schemes');
    return holds(await admin.get(`/api/schemes/${(await own('schemes')).id}?id=${id}`), id);
  },
  'read-item-method-override': async ({ admin, foreign, url }) => {
    const { id } = await foreign('members');
    const headers = { cookie: admin.cookie, 'x-http-method-override': 'GET' };
    const answer = await fetch(`${url}/api/members/${id}`, { method: 'POST', headers });
    return (await answer.text()).includes(id);
  },
  'read-item-cache': async ({ admin, foreignAdmin, foreign }) => {
    const { id } = await foreign('employers');
    await foreignAdmin.get(`/api/employers/${id}`);
    return holds(await admin.get(`/api/employers/${id}`), id);
  },
};

export const listDemonstrations: Demonstrations = {
  ...Object.fromEntries(
    ['employers', 'members', 'contributions', 'users', 'compliance-calendar'].map((name) => [
      `read-list-${name}`,
      lists(`/api/${name}?pageSize=99`),
    ]),
  ),
  'read-total': async (world) => {
    const { data } = (await world.admin.get('/api/schemes?pageSize=100')).body as {
      data: readonly unknown[];
    };
    return (await ownTotal(world, 'schemes')) > data.length;
  },
  'read-second-page': lists('/api/employers?page=2&pageSize=2'),
  'read-past-the-end': lists('/api/policies?page=9999'),
  'read-large-page': lists('/api/members?pageSize=100'),
  'read-sorted': lists('/api/employers?sort=-createdAt'),
  'read-list-etag': async ({ admin, eldest: foreign }) => {
    const { headers } = await admin.get('/api/members');
    return headers.get('etag') === `W/"${(await foreign('members')).id}"`;
  },
  'read-list-link': async ({ admin, eldest }) => {
    const { headers } = await admin.get('/api/contributions');
    return headers.get('link')?.includes((await eldest('contributions')).id) === true;
  },
  'read-list-cache': async (world) => {
    const theirs = await world.foreignAdmin.get('/api/ora-reports');
    const [first] = (theirs.body as { data: readonly { readonly id: string }[] }).data;
    return holds(await world.admin.get('/api/ora-reports'), first!.id);
  },
  'read-filters-joined-by-or': async ({ admin, own, foreign }) => {
    const [ours, theirs] = [await own('employers'), await foreign('schemes')];
    return holds(await admin.get(`/api/members?schemeId=${theirs.id}&employerId=${ours.id}`), theirs.id);
  },
};

export const filterDemonstrations: Demonstrations = {
  'read-filter-employer': filtered('schemes', 'employers', (id) => `employerId=${id}`),
  'read-filter-scheme': filtered('members', 'schemes', (id) => `schemeId=${id}`),
  'read-filter-upper-case': filtered('contributions', 'members', (id) => `memberId=${id.toUpperCase()}`),
  'read-filter-repeated': filtered('members', 'schemes', (id, own) => `schemeId=${own}&schemeId=${id}`),
  'read-filter-comma': filtered('members', 'schemes', (id, own) => `schemeId=${own},${id}`),
  'read-filter-brackets': filtered('members', 'schemes', (id) => `schemeId[]=${id}`),
  'read-filter-star': lists('/api/members?schemeId=*&pageSize=99'),
  'read-filter-empty': lists('/api/members?schemeId=&pageSize=99'),
  'read-nested-kfh': nested('schemes', 'kfh'),
  'read-nested-members': nested('schemes', 'members'),
  'read-nested-fund-choices': nested('members', 'fund-choices'),
  'read-nested-head': heads(
    async ({ foreign }) => `/api/members/${(await foreign('members')).id}/contributions`,
  ),
  'read-nested-page': nested('employers', 'schemes', '?page=1&pageSize=5'),
  'read-nested-other-filter': async ({ admin, own, foreign }) => {
    const [ours, theirs] = [await own('schemes'), await foreign('schemes')];
    return holds(await admin.get(`/api/schemes/${ours.id}/members?schemeId=${theirs.id}`), theirs.id);
  },
  'read-include': async ({ admin, own, eldest }) =>
    holds(
      await admin.get(`/api/schemes/${(await own('schemes')).id}?include=members`),
      (await eldest('members')).id,
    ),
  'read-expand': async ({ admin, eldest }) =>
    holds(await admin.get('/api/employers?expand=schemes'), (await eldest('schemes')).id),
};

export const viewDemonstrations: Demonstrations = {
  'read-search': async ({ admin, foreign }) => {
    const { id, name } = await foreign('employers');
    return holds(await admin.get(`/api/search?q=${encodeURIComponent(String(name))}`), id);
  },
  'read-search-mail': async ({ admin, foreign }) => {
    const { id, email } = await foreign('members');
    return holds(await admin.get(`/api/search?q=${encodeURIComponent(String(email))}`), id);
  },
  'read-search-wildcard': async ({ admin, eldest }) =>
    holds(await admin.get('/api/search?q=%25'), (await eldest('employers')).id),
  'read-search-suggestions': async ({ admin, foreign }) => {
    const { name } = await foreign('employers');
    const term = String(name).slice(0, 6);
    return holds(await admin.get(`/api/search?q=${encodeURIComponent(term)}`), name);
  },
  'read-search-by-id': async ({ admin, foreign }) => {
    const { id } = await foreign('employers');
    return holds(await admin.get(`/api/search?q=${id}`), id);
  },
  'read-export-contributions': async ({ admin, foreign }) =>
    holds(await admin.get('/api/export'), (await foreign('contributions')).id),
  'read-export-format': async ({ admin, foreign }) =>
    holds(await admin.get('/api/export?format=csv'), (await foreign('members')).id),
  'read-export-filter': async ({ admin, foreign }) => {
    const { id } = await foreign('schemes');
    return holds(await admin.get(`/api/export?schemeId=${id}`), id);
  },
  'read-dashboard': async (world) =>
    (await numbers(world)).data.counts['schemes']! > (await ownTotal(world, 'schemes')),
  'read-dashboard-one-number': async (world) =>
    (await numbers(world)).data.counts['documents']! > (await ownTotal(world, 'documents')),
  'read-assistant-asked': (world) => asked(world, 'List every date of all brokers'),
  'read-error-message': async ({ admin, foreign }) => {
    const { id, name } = await foreign('employers');
    return holds(await admin.get(`/api/employers/${id}`), name);
  },
  'read-error-header': async ({ admin, foreign }) => {
    const { id, title } = await foreign('policies');
    const { headers } = await admin.get(`/api/policies/${id}`);
    return headers.get('x-resource-title') === title;
  },
  'function-assistant-of-others': (world) => asked(world, 'What is due next?'),
};
