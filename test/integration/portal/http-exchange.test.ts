import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { portalsOverHttp, type PortalOptions } from '../../../src/main/adapters/portal/portal.adapter.ts';
import { systemClock } from '../../../src/main/adapters/system/system-clock.adapter.ts';
import { pensionPortal } from '../../../src/main/isolation/profiles/pension-portal.profile.ts';
import type { Portal, PortalSession } from '../../../src/main/ports/portal.port.ts';
import { Secret } from '../../../src/shared/model/secret.ts';
import { describeUnless } from '../../helpers/skip.ts';
import { json, standIn, textOf } from './stand-in-portal.ts';

let closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const openAt = (url: string, options: Partial<PortalOptions> = {}): Portal => {
  const portal = portalsOverHttp({ clock: systemClock, ...options })(pensionPortal, url);
  closing = [() => portal.close(), ...closing];
  return portal;
};

async function portalOf(listener: RequestListener, options?: Partial<PortalOptions>): Promise<Portal> {
  const server = await standIn(listener);
  closing.push(() => server.close());
  return openAt(server.url, options);
}

/** A peer below HTTP: it gets the raw connection. */
async function portalOverTcp(onConnection: (socket: Socket) => void): Promise<Portal> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket.on('error', () => socket.destroy()));
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return openAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

const get = (path = '/') => ({ method: 'GET', path });

describe('a request', () => {
  test('goes out byte for byte: odd paths are not put right', async () => {
    const portal = await portalOf((request, response) => json(response, 200, { url: request.url }));
    for (const path of ['/api/../admin/%2e%2e/x', '//double', '/API/Employers/%41', '/a;b=c?x=%27'])
      expect((await portal.request('anonymous', get(path))).json).toEqual({ url: path });
  });

  test('carries query, headers and body as they are given', async () => {
    const portal = await portalOf((request, response) => {
      void textOf(request).then((body) =>
        json(response, 200, { url: request.url, headers: request.headers, body }),
      );
    });
    const { json: seen } = await portal.request('anonymous', {
      method: 'PATCH',
      path: '/x?a=1',
      query: { brokerId: ['one', 'two'] },
      headers: { 'X-Tenant-ID': 'other' },
      body: { nested: { brokerId: 'ü' } },
    });
    expect(seen).toMatchObject({
      url: '/x?a=1&brokerId=one&brokerId=two',
      headers: { 'x-tenant-id': 'other', 'content-type': 'application/json' },
      body: '{"nested":{"brokerId":"ü"}}',
    });
    const raw = { method: 'POST', path: '/', body: 'a=b', headers: { 'Content-Type': 'text/plain' } };
    expect((await portal.request('anonymous', raw)).json).toMatchObject({
      body: 'a=b',
      headers: { 'content-type': 'text/plain' },
    });
  });

  test("carries the actor's proof and nobody else's", async () => {
    const portal = await portalOf(({ headers }, response) => json(response, 200, headers));
    const cookie: PortalSession = {
      kind: 'cookie',
      cookies: [
        { name: 'a', value: new Secret('1') },
        { name: 'b', value: new Secret('2') },
      ],
    };
    const bearer: PortalSession = {
      kind: 'bearer',
      header: 'authorization',
      scheme: 'Bearer',
      token: new Secret('t'),
    };
    expect((await portal.request(cookie, get())).json).toMatchObject({ cookie: 'a=1; b=2' });
    expect((await portal.request(bearer, get())).json).toMatchObject({ authorization: 'Bearer t' });
    const anonymous = (await portal.request('anonymous', get())).json as object;
    expect(anonymous).not.toHaveProperty('cookie');
    expect(anonymous).not.toHaveProperty('authorization');
  });
});

describe('an answer', () => {
  test('is told with its status, every header, text and parsed body', async () => {
    const portal = await portalOf((_, response) => {
      response.writeHead(404, [
        ...['content-type', 'application/json', 'X-Trace', 'one', 'x-trace', 'two'],
        ...['set-cookie', 'a=1', 'Set-Cookie', 'b=2'],
      ]);
      response.end('{"error":"NotFound"}');
    });
    const answer = await portal.request('anonymous', get());
    expect(answer).toMatchObject({
      status: 404,
      headers: { 'x-trace': 'one, two', 'set-cookie': 'a=1\nb=2' },
      text: '{"error":"NotFound"}',
      json: { error: 'NotFound' },
      truncated: false,
    });
    expect(answer.ms).toBeGreaterThanOrEqual(0);
  });

  test('that is HTML, or JSON cut in two, has no parsed body', async () => {
    const portal = await portalOf(
      ({ url }, response) => void response.end(url === '/html' ? '<html>' : '{"a":1}'),
    );
    expect(await portal.request('anonymous', get('/html'))).not.toHaveProperty('json');
    const cut = await portal.request('anonymous', get('/json'), { maxBytes: 3 });
    expect(cut).toMatchObject({ text: '{"a', truncated: true });
    expect(cut).not.toHaveProperty('json');
  });

  test('that redirects is an answer, and nobody follows it', async () => {
    let asked = 0;
    const portal = await portalOf((_, response) => {
      asked += 1;
      response.writeHead(302, { location: 'http://elsewhere.invalid/' }).end();
    });
    expect(await portal.request('anonymous', get())).toMatchObject({ status: 302 });
    expect(asked).toBe(1);
  });

  test('without an end takes no more memory than allowed, and the client goes on', async () => {
    const block = Buffer.alloc(1 << 16, 'x');
    let ended = 0;
    const portal = await portalOf(({ url }, response) => {
      if (url !== '/endless') return void response.end('fine');
      response.on('close', () => (ended += 1));
      const pour = (): void => {
        while (!response.destroyed && response.write(block));
        if (!response.destroyed) response.once('drain', pour);
      };
      pour();
    });
    const before = process.memoryUsage().rss;
    const answer = await portal.request('anonymous', get('/endless'), { maxBytes: 100_000 });
    expect(answer.truncated).toBe(true);
    expect(answer.text).toHaveLength(100_000);
    expect((await portal.request('anonymous', get('/fine'))).text).toBe('fine');
    expect(ended).toBe(1);
    expect(process.memoryUsage().rss - before).toBeLessThan(64 << 20);
  });
});

describe('a portal that fails', () => {
  const code = (expected: string) => expect.objectContaining({ code: expected }) as Error;
  const asked = (portal: Portal, timeoutMs = 5_000) => portal.request('anonymous', get(), { timeoutMs });

  test('is not there: E_PORTAL_UNREACHABLE', async () => {
    await expect(asked(openAt('http://127.0.0.1:1'))).rejects.toThrow(code('E_PORTAL_UNREACHABLE'));
    await expect(asked(openAt('https://portal.invalid'))).rejects.toThrow(code('E_PORTAL_UNREACHABLE'));
  });

  test('hangs before or inside the answer: E_PORTAL_TIMEOUT', async () => {
    const silent = await portalOverTcp(() => undefined);
    await expect(asked(silent, 100)).rejects.toThrow(code('E_PORTAL_TIMEOUT'));
    const slow = await portalOf((_, response) => void response.writeHead(200).write('half'));
    await expect(asked(slow, 100)).rejects.toThrow(code('E_PORTAL_TIMEOUT'));
  });

  test('cuts the connection, at once or midway: E_PORTAL_UNREACHABLE', async () => {
    await expect(asked(await portalOverTcp((socket) => socket.resetAndDestroy()))).rejects.toThrow(
      code('E_PORTAL_UNREACHABLE'),
    );
    const midway = await portalOverTcp((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf', () => socket.destroy());
    });
    await expect(asked(midway)).rejects.toThrow(code('E_PORTAL_UNREACHABLE'));
  });

  test('speaks something else than HTTP: E_PORTAL_BAD_ANSWER', async () => {
    const portal = await portalOverTcp((socket) => void socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
    await expect(asked(portal)).rejects.toThrow(code('E_PORTAL_BAD_ANSWER'));
  });

  test('does not answer before the operator cancels: the reason of the cancel', async () => {
    const portal = await portalOverTcp(() => undefined);
    const controller = new AbortController();
    const waiting = portal.request('anonymous', get(), { signal: controller.signal });
    const reason = new Error('enough');
    setTimeout(() => controller.abort(reason), 20);
    await expect(waiting).rejects.toBe(reason);
  });

  test('closes a kept connection just as it is used again: a read is asked once more, a write is not', async () => {
    let requests = 0;
    const portal = await portalOverTcp((socket) => {
      let answered = false;
      socket.on('data', () => {
        requests += 1;
        if (answered) return void socket.resetAndDestroy();
        answered = true;
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
      });
    });
    expect((await portal.request('anonymous', get())).text).toBe('ok');
    expect((await portal.request('anonymous', get())).text).toBe('ok');
    expect(requests).toBe(3);
    await expect(portal.request('anonymous', { method: 'POST', path: '/' })).rejects.toThrow(
      code('E_PORTAL_UNREACHABLE'),
    );
    expect(requests).toBe(4);
  });
});

test('no more requests than allowed are under way at once, and waiting in the queue times nobody out', async () => {
  let now = 0;
  let most = 0;
  const portal = await portalOf(
    (_, response) => {
      most = Math.max(most, (now += 1));
      setTimeout(() => {
        now -= 1;
        response.end();
      }, 250);
    },
    { connections: 3 },
  );
  const all = Array.from({ length: 12 }, () => portal.request('anonymous', get(), { timeoutMs: 900 }));
  const answers = await Promise.all(all);
  expect(most).toBe(3);
  for (const { ms } of answers) expect(ms).toBeLessThan(900);
});

describe('a portal address', () => {
  test('is an origin and nothing more', () => {
    for (const url of [
      'portal',
      'ftp://a',
      'https://a/path',
      'https://user:pw@a',
      'https://a/?q=1',
      'https://a/#x',
    ])
      expect(() => openAt(url), url).toThrow(expect.objectContaining({ code: 'E_INVALID_INPUT' }) as Error);
    expect(openAt('https://portal.example/').origin).toBe('https://portal.example');
  });

  test('in clear text may only be on this machine', () => {
    for (const url of ['http://localhost:1', 'http://127.0.0.1:1', 'http://[::1]:1'])
      expect(openAt(url).origin).toBe(url);
    for (const url of ['http://portal.example', 'http://10.0.0.1', 'http://127.example'])
      expect(() => openAt(url), url).toThrow(expect.objectContaining({ code: 'E_PORTAL_TLS' }) as Error);
  });
});

const openssl = '/usr/bin/openssl';
describeUnless(existsSync(openssl) ? undefined : 'openssl is not installed', 'over TLS', () => {
  let folder: string;
  let url: string;
  let cert: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'portal-tls-'));
    const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
    const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const kind = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '2',
    ];
    execFileSync(openssl, [...kind, ...name, ...files], { stdio: 'ignore' });
    cert = await readFile(join(folder, 'cert.pem'), 'utf8');
    const server = createTlsServer(
      { cert, key: await readFile(join(folder, 'key.pem')) },
      (_, response) => void response.end('safe'),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `https://localhost:${(server.address() as AddressInfo).port}`;
    closing.push(() => {
      server.close();
      server.closeAllConnections();
      return rm(folder, { recursive: true });
    });
  });

  test('a certificate of unknown origin is refused', async () => {
    await expect(openAt(url).request('anonymous', get())).rejects.toMatchObject({
      code: 'E_PORTAL_TLS',
      details: { reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    });
  });

  test('one of a trusted authority is accepted, but not for another name', async () => {
    expect((await openAt(url, { ca: cert }).request('anonymous', get())).text).toBe('safe');
    const other = url.replace('localhost', '127.0.0.1');
    await expect(openAt(other, { ca: cert }).request('anonymous', get())).rejects.toMatchObject({
      code: 'E_PORTAL_TLS',
      details: { reason: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    });
  });
});
