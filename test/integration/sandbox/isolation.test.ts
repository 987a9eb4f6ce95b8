import { beforeAll, describe, expect, test } from 'vitest';
import { denialReadings } from '../../../src/sandbox/portal/policies.ts';
import { signIn, type PortalClient } from '../../helpers/portal-client.ts';
import { usePortal, type TestPortal } from '../../helpers/sandbox.ts';

const resources = [
  'employers',
  'schemes',
  'members',
  'key-function-holders',
  'policies',
  'ora-reports',
  'contributions',
  'documents',
  'compliance-calendar',
  'email-templates',
  'users',
] as const;

const tableOf = {
  employers: 'employers',
  schemes: 'schemes',
  members: 'members',
  'key-function-holders': 'key_function_holders',
  policies: 'written_policies',
  'ora-reports': 'ora_reports',
  contributions: 'contributions',
  documents: 'documents',
  'compliance-calendar': 'compliance_calendar',
  'email-templates': 'email_templates',
  users: 'users',
} as const;

/** An id of the resource that the client cannot see: one its own list does not hold. */
async function foreignId(
  { db }: TestPortal,
  client: PortalClient,
  resource: (typeof resources)[number],
): Promise<string> {
  const own = (await client.get(`/api/${resource}?pageSize=100`)).body as {
    data: { id: string }[];
    total: number;
  };
  expect(own.data.length).toBe(own.total);
  const rows = await db.selectFrom(tableOf[resource]).select('id').execute();
  const ids = new Set(own.data.map(({ id }) => id));
  return rows.map(({ id }) => String(id)).find((id) => !ids.has(id))!;
}

/** An id that nobody has, of the same form. */
const missing = (id: string) =>
  id.replaceAll(/[a-z\d](?=[a-z\d-]{0,3}$)/gi, (letter) => (letter === '0' ? '1' : '0'));

const itemDenial = {
  '403': [403, { error: 'Forbidden' }],
  '404': [404, { error: 'NotFound' }],
  empty: [200, { data: null }],
} as const;

describe.each(denialReadings)('what is another tenant’s, with the denial reading %s', (denial) => {
  const portal = usePortal({ denial });
  let admin: PortalClient;
  beforeAll(async () => {
    admin = await signIn(portal().portal.url, portal().canary.admin);
  });

  test.each(resources)('%s: looks exactly like what does not exist', async (resource) => {
    const foreign = await foreignId(portal(), admin, resource);
    const [status, body] = itemDenial[denial];
    for (const id of [foreign, missing(foreign), foreign.toUpperCase(), 'no-such-id', "x' or 1=1"]) {
      expect(await admin.get(`/api/${resource}/${encodeURIComponent(id)}`)).toMatchObject({ status, body });
    }
  });

  test.each(resources)('%s: cannot be changed or deleted', async (resource) => {
    const { db } = portal();
    const foreign = await foreignId(portal(), admin, resource);
    const rowOf = () => db.selectFrom(tableOf[resource]).selectAll().where('id', '=', foreign).execute();
    const before = await rowOf();
    const body = { name: 'Taken', title: 'Taken', subject: 'Taken', note: 'Taken' };
    const answers = [
      await admin.send('PATCH', `/api/${resource}/${foreign}`, body),
      await admin.send('DELETE', `/api/${resource}/${foreign}`),
    ];
    for (const { status } of answers) expect([403, 404]).toContain(status);
    expect(await rowOf()).toEqual(before);
  });

  test('filters and nested lists by it are denied alike for a foreign and a missing one', async () => {
    const scheme = await foreignId(portal(), admin, 'schemes');
    for (const id of [scheme, missing(scheme)]) {
      for (const path of [
        `/api/members?schemeId=${id}`,
        `/api/schemes/${id}/kfh`,
        `/api/schemes/${id}/members`,
      ]) {
        const { status, body } = await admin.get(path);
        if (denial === 'empty') expect(body).toMatchObject({ data: [], total: 0 });
        else expect(status).toBe(Number(denial));
      }
    }
  });

  test('a body that names it as parent is refused with 403, for a move too', async () => {
    const employerId = await foreignId(portal(), admin, 'employers');
    const scheme = { name: 'Plan', schemeType: 'DC', authorityNumber: 'PB1' };
    for (const id of [employerId, missing(employerId)]) {
      expect((await admin.send('POST', '/api/schemes', { ...scheme, employerId: id })).status).toBe(403);
    }
    const { data } = (await admin.get('/api/schemes')).body as { data: { id: string }[] };
    expect((await admin.send('PATCH', `/api/schemes/${data[0]!.id}`, { employerId })).status).toBe(403);
  });
});

describe('the tenant', () => {
  const portal = usePortal();
  const url = () => portal().portal.url;
  const login = (role: string) =>
    signIn(
      url(),
      portal().canary.users.find((user) => user.role === role)!,
    );

  test('is never taken from body, query or header', async () => {
    const { db, canary } = portal();
    const other = await db
      .selectFrom('brokers')
      .select('id')
      .where('id', '!=', canary.brokerId)
      .executeTakeFirstOrThrow();
    const admin = await login('BrokerAdmin');
    const listed = await admin.get(`/api/employers?brokerId=${String(other.id)}`, {
      'x-tenant-id': String(other.id),
    });
    for (const { brokerId } of (listed.body as { data: { brokerId: string }[] }).data)
      expect(brokerId).toBe(canary.brokerId);
    const employer = {
      name: 'Acme',
      registrationNumber: '1',
      contactName: 'A',
      contactEmail: 'a@acme.example',
    };
    const made = await admin.send('POST', '/api/employers', { ...employer, brokerId: other.id });
    expect(made).toMatchObject({ status: 201, body: { data: { brokerId: canary.brokerId } } });
  });

  test('bounds search, export, dashboard, assistant and audit view', async () => {
    const admin = await login('BrokerAdmin');
    const { db, canary } = portal();
    const foreign = await db
      .selectFrom('employers')
      .select(['id', 'name'])
      .where('brokerId', '!=', canary.brokerId)
      .execute();
    const exported = await admin.get('/api/export');
    const views = [exported, await admin.get('/api/dashboard'), await admin.get('/api/audit')];
    views.push(await admin.send('POST', '/api/assistant', { question: 'What is due?' }));
    for (const { name } of foreign)
      views.push(await admin.get(`/api/search?q=${encodeURIComponent(String(name))}`));
    for (const { status, body } of views) {
      expect(status).toBe(200);
      for (const { id } of foreign) expect(JSON.stringify(body)).not.toContain(String(id));
    }
    const { data } = exported.body as { data: Record<string, unknown[]> };
    expect(views[1]).toMatchObject({
      body: { data: { counts: { employers: data['employers']!.length, members: 12 } } },
    });
    expect(views[3]!.body).toMatchObject({ data: { answer: expect.stringContaining('CANARY-') as string } });
    expect(JSON.stringify(exported.body)).not.toContain('argon2');
  });

  test('is narrowed to the employer, and to the member, for those below', async () => {
    const count = async (role: string, path: string) =>
      ((await (await login(role)).get(path)).body as { total?: number }).total;
    expect(await count('BrokerUser', '/api/members')).toBe(12);
    expect(await count('EmployerAdmin', '/api/employers')).toBe(1);
    expect(await count('EmployerUser', '/api/members')).toBe(6);
    expect(await count('Member', '/api/members')).toBe(1);
    expect(await count('Member', '/api/contributions')).toBe(2);
  });

  test('is bypassed by the SuperAdmin, who leaves a trail all the same', async () => {
    const platform = await signIn(url(), portal().superAdmin);
    expect(((await platform.get('/api/employers')).body as { total: number }).total).toBeGreaterThanOrEqual(
      6,
    );
    const { data } = (await platform.get('/api/employers')).body as {
      data: { id: string; brokerId: string }[];
    };
    const [employer] = data;
    expect((await platform.send('PATCH', `/api/employers/${employer!.id}`, { phone: '1234' })).status).toBe(
      200,
    );
    const trail = (await platform.get(`/api/admin/audit?entityId=${employer!.id}`)).body as {
      data: object[];
    };
    expect(trail.data).toMatchObject([{ action: 'employer.updated', tenantId: employer!.brokerId }]);
  });
});

describe('a role', () => {
  const portal = usePortal();
  const login = (role: string) =>
    signIn(
      portal().portal.url,
      portal().canary.users.find((user) => user.role === role)!,
    );
  const employer = {
    name: 'Acme',
    registrationNumber: '1',
    contactName: 'A',
    contactEmail: 'a@acme.example',
  };

  test.each([
    ['BrokerAdmin', 201],
    ['BrokerUser', 201],
    ['EmployerAdmin', 403],
    ['EmployerUser', 403],
    ['Member', 403],
  ])('%s making an employer is answered %i', async (role, status) => {
    expect((await (await login(role)).send('POST', '/api/employers', employer)).status).toBe(status);
  });

  test('below BrokerAdmin deletes nothing, and below SuperAdmin nobody is let to the platform', async () => {
    for (const role of ['BrokerUser', 'EmployerAdmin', 'EmployerUser']) {
      const client = await login(role);
      const { data } = (await client.get('/api/schemes')).body as { data: { id: string }[] };
      expect((await client.send('DELETE', `/api/schemes/${data[0]!.id}`)).status).toBe(403);
    }
    for (const path of ['/api/admin/brokers', '/api/admin/users', '/api/admin/audit']) {
      expect((await (await login('BrokerAdmin')).get(path)).status).toBe(403);
    }
  });

  test('Member reads no employer, no user and no other member', async () => {
    const member = await login('Member');
    for (const path of ['/api/employers', '/api/users', '/api/audit', '/api/export']) {
      expect((await member.get(path)).status).toBe(403);
    }
  });
});

describe('the record of accesses', () => {
  const portal = usePortal();

  test('names who asked for what, and every id that was given out', async () => {
    const admin = await signIn(portal().portal.url, portal().canary.admin);
    const { data } = (await admin.get('/api/employers?pageSize=2')).body as { data: { id: string }[] };
    expect(portal().accesses).toMatchObject([
      {
        tenantId: portal().canary.brokerId,
        method: 'GET',
        target: '/api/employers?pageSize=2',
        status: 200,
        ids: data.map(({ id }) => id),
      },
    ]);
  });
});

describe('a planted leak', () => {
  const leak = {
    id: 'unscoped-lists',
    title: 'Lists forget the tenant',
    description: 'No list is narrowed to the tenant.',
    family: 'read',
    subtle: false,
    policies: () => ({ scope: () => ({}), requireTenant: () => undefined }),
  } as const;
  const portal = usePortal({ leaks: [leak] });

  test('replaces one policy and leaves the clean code as it is', async () => {
    const admin = await signIn(portal().portal.url, portal().canary.admin);
    expect(((await admin.get('/api/employers')).body as { total: number }).total).toBe(6);
  });
});
