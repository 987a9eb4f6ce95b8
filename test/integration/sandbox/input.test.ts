import { beforeAll, describe, expect, test } from 'vitest';
import { signIn, type PortalClient } from '../../helpers/portal-client.ts';
import { usePortal } from '../../helpers/sandbox.ts';

type List = {
  readonly data: readonly { readonly id: string }[];
  readonly total: number;
  readonly page: number;
};

describe('what the portal is given', () => {
  const portal = usePortal();
  const url = () => portal().portal.url;
  let admin: PortalClient;
  beforeAll(async () => {
    admin = await signIn(url(), portal().canary.admin);
  });

  test('is checked field by field', async () => {
    const answer = await admin.send('POST', '/api/employers', { name: '', contactEmail: 'nobody' });
    expect(answer.status).toBe(400);
    const { issues } = answer.body as { issues: { path: string }[] };
    expect(issues.map(({ path }) => path)).toEqual([
      'name',
      'registrationNumber',
      'contactName',
      'contactEmail',
    ]);
  });

  test('may be anything, and the portal stays up', async () => {
    const { cookie } = admin;
    const headers = { cookie, 'content-type': 'application/json' };
    for (const body of ['{', 'null', '[]', '"x"', '1']) {
      const response = await fetch(`${url()}/api/employers`, { method: 'POST', headers, body });
      expect(response.status).toBe(400);
    }
    const large = await fetch(`${url()}/api/employers`, {
      method: 'POST',
      headers,
      body: 'x'.repeat(6_000_000),
    });
    expect(large.status).toBe(413);
    expect((await admin.get('/api/employers?page=0')).status).toBe(400);
    expect((await admin.get('/api/search?q=%25')).body).toEqual({ data: [] });
    expect((await admin.get('/api/no-such-thing')).status).toBe(404);
  });

  test('is paged without losing or doubling a row', async () => {
    const seen: string[] = [];
    for (let page = 1; page <= 4; page++) {
      const { data, total } = (await admin.get(`/api/members?pageSize=5&page=${page}`)).body as List;
      expect(total).toBe(12);
      seen.push(...data.map(({ id }) => id));
    }
    expect(new Set(seen).size).toBe(12);
    expect(seen).toHaveLength(12);
  });

  test('replaces a whole item with PUT and a part with PATCH', async () => {
    const { data } = (await admin.get('/api/ora-reports')).body as List;
    const path = `/api/ora-reports/${data[0]!.id}`;
    expect((await admin.send('PATCH', path, { title: 'Changed' })).body).toMatchObject({
      data: { title: 'Changed', status: 'final' },
    });
    expect((await admin.send('PUT', path, { title: 'Alone' })).status).toBe(400);
    expect((await admin.send('PATCH', path, {})).status).toBe(200);
  });

  test('a parent with children is not deleted', async () => {
    const { data } = (await admin.get('/api/schemes')).body as List;
    expect((await admin.send('DELETE', `/api/schemes/${data[0]!.id}`)).status).toBe(409);
  });

  test('a member’s fund choices are made and removed below the member', async () => {
    const { data } = (await admin.get('/api/members')).body as List;
    const path = `/api/members/${data[0]!.id}/fund-choices`;
    const made = await admin.send('POST', path, { fundName: 'World', percentage: 40 });
    expect(made.status).toBe(201);
    expect((await admin.get(path)).body).toMatchObject({ total: 2 });
    const { id } = (made.body as { data: { id: string } }).data;
    expect((await admin.send('DELETE', `${path}/${id}`)).status).toBe(204);
  });

  test('the assistant answers the same to the same question, from what the tenant has', async () => {
    const ask = () => admin.send('POST', '/api/assistant', { question: 'Which policy is due?' });
    const [first, second] = [await ask(), await ask()];
    expect(first.body).toEqual(second.body);
    expect((first.body as { data: { sources: object[] } }).data.sources).not.toHaveLength(0);
  });
});
