import { createHmac } from 'node:crypto';
import { portalClient, signIn, type PortalClient } from '../../../helpers/portal-client.ts';
import { bodyFor, holds, textOf, type Demonstration, type Demonstrations, type World } from './world.ts';

type Ask = (world: World) => Promise<{ readonly body: unknown }>;

/** Whether an answer holds an employer, or its name, of the other tenant. */
const reaches =
  (ask: Ask, name = 'employers'): Demonstration =>
  async (world) => {
    const answer = await ask(world);
    const theirs = await Promise.all([world.foreign(name), world.foreign(name)]);
    return theirs.some(({ id }) => holds(answer, id));
  };

/** Whether a new or changed row ends up with the other tenant. */
async function givesAway(
  world: World,
  table: 'employers' | 'compliance_calendar',
  act: () => Promise<unknown>,
) {
  const { db } = world.portal;
  const count = async () =>
    (await db.selectFrom(table).select('id').where('brokerId', '=', world.foreignTenantId).execute()).length;
  const before = await count();
  await act();
  return (await count()) > before;
}

const makesFor =
  (name: 'employers' | 'compliance-calendar', named: (id: string) => object): Demonstration =>
  (world) =>
    givesAway(world, name === 'employers' ? name : 'compliance_calendar', () =>
      world.admin.send('POST', `/api/${name}`, { ...bodyFor(name), ...named(world.foreignTenantId) }),
    );

const withHeader = (path: string, header: string): Demonstration =>
  reaches(({ admin, foreignTenantId }) => admin.get(path, { [header]: foreignTenantId }));

const withQuery = (path: string, name: string): Demonstration =>
  reaches(({ admin, foreignTenantId }) => admin.get(`${path}${name}=${foreignTenantId}`));

export const anchorDemonstrations: Demonstrations = {
  'anchor-query-list': withQuery('/api/employers?', 'brokerId'),
  'anchor-query-snake': withQuery('/api/employers?', 'tenant_id'),
  'anchor-query-twice': reaches(({ admin, tenantId, foreignTenantId }) =>
    admin.get(`/api/employers?brokerId=${tenantId}&brokerId=${foreignTenantId}`),
  ),
  'anchor-query-export': withQuery('/api/export?', 'tenantId'),
  'anchor-query-search': async (world) => {
    const { id, name } = await world.foreign('employers');
    const q = encodeURIComponent(String(name));
    return holds(await world.admin.get(`/api/search?q=${q}&broker_id=${world.foreignTenantId}`), id);
  },
  'anchor-header-tenant': withHeader('/api/employers', 'X-Tenant-ID'),
  'anchor-header-broker': withHeader('/api/employers', 'X-Broker-ID'),
  'anchor-header-create': (world) =>
    givesAway(world, 'employers', () =>
      fetch(`${world.url}/api/employers`, {
        method: 'POST',
        headers: {
          cookie: world.admin.cookie,
          'content-type': 'application/json',
          'X-Tenant': world.foreignTenantId,
        },
        body: JSON.stringify(bodyFor('employers')),
      }),
    ),
  'anchor-header-export': withHeader('/api/export', 'X-Broker'),
  'anchor-header-dashboard': async ({ admin, foreignAdmin, own, foreignTenantId }) => {
    await foreignAdmin.send('POST', '/api/employers', bodyFor('employers'));
    await own('employers');
    const [mine, theirs] = [
      await admin.get('/api/dashboard'),
      await admin.get('/api/dashboard', { 'X-Tenant': foreignTenantId }),
    ];
    return textOf(mine.body) !== textOf(theirs.body);
  },
  'anchor-cookie': reaches(({ admin, url, foreignTenantId }) =>
    portalClient(url, `${admin.cookie}; brokerId=${foreignTenantId}`).get('/api/employers'),
  ),
  'anchor-path': reaches(({ admin, foreignTenantId }) =>
    admin.get(`/api/brokers/${foreignTenantId}/employers`),
  ),
  'anchor-body-create': makesFor('employers', (brokerId) => ({ brokerId })),
  'anchor-body-object': makesFor('employers', (id) => ({ broker: { id } })),
  'anchor-body-snake': makesFor('compliance-calendar', (id) => ({ broker_id: id })),
  'anchor-body-update': (world) =>
    givesAway(world, 'employers', async () => {
      const { body } = await world.admin.send('POST', '/api/employers', bodyFor('employers'));
      const { id } = (body as { data: { id: string } }).data;
      return world.admin.send('PATCH', `/api/employers/${id}`, {
        name: 'X',
        brokerId: world.foreignTenantId,
      });
    }),
};

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const HOUR_S = 3600;

type Claims = Readonly<Record<string, unknown>>;

/** Whether a made-up session cookie, or another proof, opens the list of employers. */
const opens =
  (forge: (world: World) => PortalClient | Promise<PortalClient>): Demonstration =>
  async (world) =>
    (await (await forge(world)).get('/api/employers')).status === 200;

async function claimsOf(world: World): Promise<Claims> {
  const { id: userId } = await world.newUser(world.tenantId);
  return { userId, role: 'BrokerAdmin', brokerId: world.tenantId };
}

const forged = (header: object, sign: (text: string) => string, more: Claims = {}): Demonstration =>
  opens(async (world) => {
    const text = `${base64url(header)}.${base64url({ ...(await claimsOf(world)), ...more })}`;
    return portalClient(world.url, `authjs.session-token=${text}.${sign(text)}`);
  });

const unsigned = async (world: World): Promise<string> =>
  `${base64url({ alg: 'none' })}.${base64url(await claimsOf(world))}.`;

/** A genuine session with one character of its token changed. */
const tampered = (at: (token: string) => number): Demonstration =>
  opens(async (world) => {
    const { cookie } = await signIn(world.url, await world.newUser(world.tenantId));
    await portalClient(world.url, cookie).get('/api/me');
    const place = at(cookie);
    const other = cookie[place] === 'A' ? 'B' : 'A';
    return portalClient(world.url, cookie.slice(0, place) + other + cookie.slice(place + 1));
  });

const anonymously =
  (method: string, path: (world: World) => Promise<string> | string): Demonstration =>
  async (world) =>
    (await world.anonymous.send(method, await path(world))).status < 300;

async function afterwards(world: World, act: (client: PortalClient, id: string) => Promise<unknown>) {
  const user = await world.newUser(world.tenantId);
  const client = await signIn(world.url, user);
  await act(client, user.id);
  return (await client.get('/api/employers')).status === 200;
}

const disable = ({ portal }: World, id: string) =>
  portal.db.updateTable('users').set({ role: 'Disabled' }).where('id', '=', id).execute();

export const sessionDemonstrations: Demonstrations = {
  'session-none-calendar': anonymously('GET', () => '/api/compliance-calendar'),
  'session-none-head': anonymously('HEAD', async ({ own }) => `/api/policies/${(await own('policies')).id}`),
  'session-none-nested': anonymously(
    'GET',
    async ({ own }) => `/api/schemes/${(await own('schemes')).id}/kfh`,
  ),
  'session-none-delete': anonymously(
    'DELETE',
    async ({ own }) => `/api/contributions/${(await own('contributions')).id}`,
  ),
  'session-none-system': anonymously('GET', () => '/api/admin/users'),
  'session-alg-none': forged({ alg: 'none' }, () => ''),
  'session-alg-none-cased': forged({ alg: 'None' }, () => ''),
  'session-any-signature': forged({ alg: 'HS256' }, () => 'anything'),
  'session-weak-key': forged({ alg: 'HS256' }, (text) =>
    createHmac('sha256', 'secret').update(text).digest('base64url'),
  ),
  'session-expired': forged({ alg: 'HS512' }, () => 'x', { exp: Math.floor(Date.now() / 1000) - HOUR_S }),
  'session-garbage': opens(({ url }) => portalClient(url, 'authjs.session-token=x')),
  'session-known-by-beginning': tampered((token) => token.length >> 1),
  'session-seal-ignored': tampered((token) => token.length - 2),
  'session-other-cookie': opens(async (world) =>
    portalClient(world.url, `next-auth.session-token=${await unsigned(world)}`),
  ),
  'session-bearer': async (world) => {
    const authorization = `Bearer ${await unsigned(world)}`;
    return (await world.anonymous.get('/api/employers', { authorization })).status === 200;
  },
  'session-outlives-disabling': (world) => afterwards(world, (_client, id) => disable(world, id)),
  'session-outlives-password': (world) =>
    afterwards(world, (client) =>
      client.send('POST', '/api/account/password', {
        currentPassword: world.portal.canary.admin.password,
        newPassword: 'another password of tests',
      }),
    ),
  'session-disabled-sign-in': async (world) => {
    const user = await world.newUser(world.tenantId);
    await disable(world, user.id);
    return (await (await signIn(world.url, user)).get('/api/me')).status === 200;
  },
};

type Try = (client: PortalClient, world: World) => Promise<{ readonly status: number }>;

const may =
  (role: string, attempt: Try): Demonstration =>
  async (world) =>
    (await attempt(world.as(role), world)).status < 300;

const reads = (role: string, path: string): Demonstration => may(role, (client) => client.get(path));

/** A row of the tenant that hangs below the employer that the role is not bound to. */
async function neighbour({ portal, tenantId, as }: World, name: 'schemes' | 'employers') {
  const { employerId } = ((await as('EmployerAdmin').get('/api/me')).body as { data: { employerId: string } })
    .data;
  const { db } = portal;
  const [employer] = await db
    .selectFrom('employers')
    .selectAll()
    .where('brokerId', '=', tenantId)
    .where('id', '!=', employerId)
    .orderBy('createdAt')
    .orderBy('id')
    .execute();
  if (name === 'employers') return employer as { id: string };
  const scheme = db.selectFrom('schemes').selectAll().where('employerId', '=', employer!['id']);
  return (await scheme.executeTakeFirstOrThrow()) as { id: string };
}

async function othersMember({ own, as }: World): Promise<string> {
  const { body } = await as('Member').get('/api/members');
  const { id: mine } = (body as { data: readonly { id: string }[] }).data[0]!;
  const { id } = await own('members');
  return id === mine ? (await own('members')).id : id;
}

export const roleDemonstrations: Demonstrations = {
  'role-member-employers': reads('Member', '/api/employers'),
  'role-reads-only': may('EmployerUser', (client) =>
    client.send('POST', '/api/employers', bodyFor('employers')),
  ),
  'role-broker-user-deletes': may('BrokerUser', async (client, { admin }) => {
    const { body } = await admin.send('POST', '/api/employers', bodyFor('employers'));
    return client.send('DELETE', `/api/employers/${(body as { data: { id: string } }).data.id}`);
  }),
  'role-employer-user-enrols': may('EmployerUser', async (client) => {
    const { data } = (await client.get('/api/schemes')).body as { data: readonly { id: string }[] };
    return client.send('POST', '/api/members', bodyFor('members', { schemeId: data[0]!.id }));
  }),
  'role-put-unchecked': may('EmployerUser', async (client) => {
    const { data } = (await client.get('/api/schemes')).body as { data: readonly { id: string }[] };
    const { employerId } = data[0] as unknown as { employerId: string };
    return client.send('PUT', `/api/schemes/${data[0]!.id}`, bodyFor('schemes', { employerId }));
  }),
  'role-head-unchecked': may('BrokerUser', (client) => client.send('HEAD', '/api/users')),
  'role-users': reads('BrokerUser', '/api/users'),
  'role-export': reads('EmployerUser', '/api/export'),
  'role-audit': reads('BrokerUser', '/api/audit'),
  'role-dashboard': reads('EmployerUser', '/api/dashboard'),
  'role-templates': may('BrokerUser', async (client, { own }) =>
    client.send('PATCH', `/api/email-templates/${(await own('email-templates')).id}`, { subject: 'X' }),
  ),
  'role-system-brokers': reads('BrokerAdmin', '/api/admin/brokers'),
  'role-system-audit': reads('Member', '/api/admin/audit'),
  'role-system-users': reads('BrokerAdmin', '/api/admin/users'),
  'role-employer-list': async (world) =>
    holds(await world.as('EmployerUser').get('/api/schemes'), (await neighbour(world, 'schemes')).id),
  'role-employer-item': may('EmployerUser', async (client, world) =>
    client.get(`/api/schemes/${(await neighbour(world, 'schemes')).id}`),
  ),
  'role-employer-update': may('EmployerAdmin', async (client, world) =>
    client.send('PATCH', `/api/employers/${(await neighbour(world, 'employers')).id}`, { name: 'X' }),
  ),
  'role-member-contributions': async ({ as }) => {
    const { total } = (await as('Member').get('/api/contributions')).body as { total: number };
    return total > 10;
  },
  'role-member-item': may('Member', async (client, world) =>
    client.get(`/api/members/${await othersMember(world)}`),
  ),
};
