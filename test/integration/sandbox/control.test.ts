import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { NumberedAccess } from '../../../src/sandbox/control/access-log.ts';
import { leaks } from '../../../src/sandbox/portal/leaks/index.ts';
import type { RunningState } from '../../../src/sandbox/process/sandbox-state.ts';
import { signIn, type PortalClient } from '../../helpers/portal-client.ts';

const home = mkdtempSync(join(tmpdir(), 'sandbox-control-'));
chmodSync(home, 0o755);
let state: RunningState;
let admin: PortalClient;

const sandbox = async (...args: string[]): Promise<unknown> => {
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ['src/sandbox/main.ts', ...args, '--home', home]);
  return JSON.parse(stdout);
};

beforeAll(async () => {
  state = (await sandbox('start', '--seed-tenants', '2')) as RunningState;
  admin = await signIn(state.portal.url, state.canary.admin);
});

afterAll(async () => {
  await sandbox('reset');
  rmSync(home, { recursive: true });
});

type Answer = { readonly status: number; readonly body: unknown };

async function control(method: string, path: string, body?: unknown, token?: string): Promise<Answer> {
  const headers = { authorization: `Bearer ${token ?? state.control.token}` };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(`${state.control.url}/control${path}`, { method, headers, ...sent });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

const employers = async (client: PortalClient) =>
  ((await client.get('/api/employers')).body as { readonly total: number }).total;

beforeEach(async () => {
  await control('POST', '/leaks', { enable: [] });
  await control('POST', '/denial', { reading: '404' });
  await control('POST', '/delay', { ms: 0 });
  await control('POST', '/chaos', { kind: null });
  await control('POST', '/files', { urlLivesMs: 300_000 });
});

describe('the remote control of the sandbox', () => {
  test.each(['', 'wrong'])('refuses whoever comes with the token “%s”', async (token) => {
    for (const path of ['/leaks', '/accesses', '/no-such'])
      expect((await control('GET', path, undefined, token)).status).toBe(401);
    expect((await control('POST', '/leaks', { enable: [] }, token)).status).toBe(401);
  });

  test('is known to the status alone, and not to the portal', async () => {
    expect(await sandbox('status')).toMatchObject({ control: state.control });
    expect((await fetch(`${state.portal.url}/control/leaks`)).status).toBe(404);
  });

  test('lists every leak with what it is', async () => {
    const { body } = await control('GET', '/leaks');
    expect(body).toEqual(
      leaks.map(({ id, title, description, family, subtle }) => ({
        id,
        title,
        description,
        family,
        subtle,
        enabled: false,
      })),
    );
  });

  test('plants the leaks that are named, and takes the others away', async () => {
    expect(await employers(admin)).toBe(2);
    await control('POST', '/leaks', { enable: ['read-list-employers', 'read-search'] });
    expect(await employers(admin)).toBe(4);
    expect((await control('GET', '/settings')).body).toMatchObject({
      leaks: ['read-list-employers', 'read-search'],
    });
    await control('POST', '/leaks', { enable: ['read-search'] });
    expect(await employers(admin)).toBe(2);
  });

  test.each([
    ['/leaks', { enable: ['read-search', 'no-such'] }],
    ['/leaks', {}],
    ['/denial', { reading: '500' }],
    ['/delay', { ms: -1 }],
    ['/chaos', { kind: 'fire' }],
    ['/files', { urlLivesMs: 0 }],
    ['/portals', { leaks: ['no-such'] }],
    ['/portals', 'text'],
  ])('refuses what %s cannot mean: %o', async (path, body) => {
    const before = (await control('GET', '/settings')).body;
    const answer = await control('POST', path, body);
    expect(answer).toMatchObject({ status: 400, body: { error: 'ValidationError' } });
    expect((await control('GET', '/settings')).body).toEqual(before);
  });

  test('changes how denials read', async () => {
    const path = '/api/employers/00000000-0000-4000-8000-000000000000';
    expect((await admin.get(path)).status).toBe(404);
    await control('POST', '/denial', { reading: '403' });
    expect((await admin.get(path)).status).toBe(403);
    await control('POST', '/denial', { reading: 'empty' });
    expect(await admin.get(path)).toMatchObject({ status: 200, body: { data: null } });
  });

  test('delays calls', async () => {
    await control('POST', '/delay', { ms: 120, jitterMs: 5 });
    const start = performance.now();
    await admin.get('/api/me');
    expect(performance.now() - start).toBeGreaterThan(110);
  });

  test('keeps signed addresses of files short-lived', async () => {
    const downloadUrl = async () => {
      const { data } = (await admin.get('/api/documents')).body as { data: readonly { id: string }[] };
      const { body } = await admin.get(`/api/documents/${data[0]!.id}`);
      return (body as { data: { downloadUrl: string } }).data.downloadUrl;
    };
    expect((await fetch(await downloadUrl())).status).toBe(200);
    await control('POST', '/files', { urlLivesMs: 100 });
    const address = await downloadUrl();
    await expect.poll(async () => (await fetch(address)).status).toBe(403);
  });
});

describe('trouble', () => {
  const me = (signal = AbortSignal.timeout(5_000), redirect: RequestRedirect = 'manual') =>
    fetch(`${state.portal.url}/api/me`, { redirect, signal });

  test.each([
    ['html', 200, 'text/html; charset=utf-8'],
    ['too-many-requests', 429, 'application/json'],
    ['error', 500, 'application/json'],
    ['redirect-loop', 302, null],
  ])('%s answers with status %i', async (kind, status, type) => {
    await control('POST', '/chaos', { kind });
    const response = await me();
    expect([response.status, response.headers.get('content-type')]).toEqual([status, type]);
  });

  test('a redirect loop has no end', async () => {
    await control('POST', '/chaos', { kind: 'redirect-loop' });
    await expect(me(undefined, 'follow')).rejects.toThrow('fetch failed');
  });

  test('a hanging portal says nothing, a resetting one hangs up', async () => {
    await control('POST', '/chaos', { kind: 'hang' });
    await expect(me(AbortSignal.timeout(200))).rejects.toThrow('timeout');
    await control('POST', '/chaos', { kind: 'reset' });
    await expect(me()).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  });

  test('a huge body goes on as long as it is read', async () => {
    await control('POST', '/chaos', { kind: 'huge-body' });
    const reader = (await me()).body!.getReader();
    let read = 0;
    while (read < 20_000_000) read += (await reader.read()).value!.byteLength;
    await reader.cancel();
  });

  test('is met below its prefix alone', async () => {
    await control('POST', '/chaos', { kind: 'error', prefix: '/api/schemes' });
    expect(await employers(admin)).toBe(2);
    expect((await admin.get('/api/schemes')).status).toBe(500);
  });
});

type Portal = { readonly id: string; readonly url: string };

describe('more portals over one database', () => {
  const open = async (settings: object): Promise<Portal> =>
    (await control('POST', '/portals', settings)).body as Portal;

  test('leak each on its own, and are gone when they are closed', async () => {
    const [leaky, clean] = [await open({ leaks: ['read-list-employers'], denial: '403' }), await open({})];
    const clients = await Promise.all([leaky, clean].map(({ url }) => signIn(url, state.canary.admin)));
    expect(await Promise.all([...clients, admin].map(employers))).toEqual([4, 2, 2]);
    expect((await clients[0]!.get('/api/employers/none')).status).toBe(403);
    expect((await control('GET', '/portals')).body).toMatchObject([{ id: leaky.id }, { id: clean.id }]);

    await control('PATCH', `/portals/${leaky.id}`, { leaks: [], denial: 'empty' });
    expect(await employers(clients[0]!)).toBe(2);

    for (const { id, url } of [leaky, clean]) {
      expect((await control('DELETE', `/portals/${id}`)).status).toBe(204);
      expect((await control('DELETE', `/portals/${id}`)).status).toBe(404);
      await expect(fetch(`${url}/api/health`)).rejects.toThrow('fetch failed');
    }
    expect(await employers(admin)).toBe(2);
  });

  test('deliver files as they themselves see fit', async () => {
    const { id, url } = await open({ leaks: ['file-unsigned'] });
    const opened = async (from: string) => {
      const client = await signIn(from, state.canary.admin);
      const { data } = (await client.get('/api/documents')).body as { data: readonly { id: string }[] };
      const { body } = await client.get(`/api/documents/${data[0]!.id}`);
      const { origin, pathname } = new URL((body as { data: { downloadUrl: string } }).data.downloadUrl);
      return (await fetch(origin + pathname)).status;
    };
    expect([await opened(url), await opened(state.portal.url)]).toEqual([200, 403]);
    await control('DELETE', `/portals/${id}`);
  });

  test('tell apart who asked which of them, and what they were given', async () => {
    const { id, url } = await open({});
    const client = await signIn(url, state.canary.admin);
    await control('DELETE', '/accesses');
    const { next } = (await control('GET', '/accesses')).body as { next: number };
    await admin.get('/api/employers');
    await client.get('/api/schemes?page=1');
    const { body } = await control('GET', `/accesses?since=${next}`);
    const { records } = body as { records: readonly NumberedAccess[] };
    expect(records).toMatchObject([
      { number: next, portal: 'main', method: 'GET', target: '/api/employers', status: 200 },
      { number: next + 1, portal: id, target: '/api/schemes?page=1', tenantId: state.canary.brokerId },
    ]);
    expect(records.map(({ ids }) => ids.length)).toEqual([2, 4]);
    expect((await control('GET', `/accesses?since=${next + 2}`)).body).toEqual({
      next: next + 2,
      records: [],
    });
    await control('DELETE', `/portals/${id}`);
  });
});
