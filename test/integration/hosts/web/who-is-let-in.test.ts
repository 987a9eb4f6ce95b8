import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listenOnLoopback } from '../../../../src/main/hosts/web/loopback-listener.ts';
import { exchange, WebConsole, type Answer } from '../../../helpers/web-console.ts';

let web: WebConsole;
let cookie: string;

beforeAll(async () => {
  web = await WebConsole.open();
  cookie = await web.letIn();
});
afterAll(() => web.close());

const codeOf = ({ body }: Answer): string => (JSON.parse(body) as { error: { code: string } }).error.code;
const verdict = (answer: Answer) => [answer.status, codeOf(answer)];

const foreign = [403, 'E_CALLER_FOREIGN'];
const locked = [401, 'E_CONSOLE_SESSION'];

describe('without a session', () => {
  test.each(['/api/events', '/index.html', '/assets/index.js', '/nothing'])('%s is refused', async (path) => {
    expect(verdict(await web.ask(path))).toEqual(locked);
  });

  test('a call is refused before its input is read', async () => {
    expect(verdict(await web.call('', 'sandbox.status', {}))).toEqual(locked);
    expect(verdict(await web.call(`tenant-console-${web.port}=guess`, 'sandbox.status', {}))).toEqual(locked);
  });

  test('the page says what to do, and nothing else', async () => {
    const { status, body } = await web.ask('/');
    expect(status).toBe(401);
    expect(body).toContain('has not been let in');
    expect(body).not.toContain('<script');
  });

  test('a token opens a session once, in a cookie that no script and no other site gets', async () => {
    const path = web.host.address().replace(web.origin, '');
    const { status, headers } = await web.ask(path);
    expect(status).toBe(200);
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(/^tenant-console-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/),
    ]);
    const again = await web.ask(path);
    expect([again.status, again.headers['set-cookie']]).toEqual([401, undefined]);
  });
});

describe('with a session', () => {
  test('the page and a call are answered, under the headers of the console', async () => {
    const page = await web.ask('/', { headers: { cookie } });
    const call = await web.call(cookie, 'sandbox.status', {});
    expect([page.status, page.body]).toEqual([200, '<title>Tenant Console</title>']);
    expect([call.status, JSON.parse(call.body)]).toEqual([200, { ok: true, value: { state: 'stopped' } }]);
    for (const { headers } of [page, call]) {
      expect(headers['content-security-policy']).toMatch(
        /^default-src 'none'; script-src 'self'; style-src 'self' 'nonce-/,
      );
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
      });
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  test('every answer has a nonce of its own', async () => {
    const nonces = await Promise.all(
      Array.from(
        { length: 8 },
        async () => (await web.ask('/', { headers: { cookie } })).headers['content-security-policy'],
      ),
    );
    expect(new Set(nonces).size).toBe(8);
  });

  test('an unknown call, a wrong input and a defect have codes', async () => {
    expect(verdict(await web.call(cookie, 'runs.nothing', {}))).toEqual([404, 'E_UNKNOWN_CALL']);
    expect(verdict(await web.call(cookie, '__proto__', {}))).toEqual([404, 'E_UNKNOWN_CALL']);
    expect(verdict(await web.call(cookie, 'runs.show', { runId: 1 }))).toEqual([200, 'E_INVALID_INPUT']);
  });

  test('more than 1 MiB is refused, also when it comes in chunks', async () => {
    const headers = { cookie, origin: web.origin, 'content-type': 'application/json' };
    const body = JSON.stringify({ x: 'x'.repeat(1024 * 1024) });
    const whole = await web.ask('/api/call/runs.list', { method: 'POST', headers, body });
    const chunked = { ...headers, 'transfer-encoding': 'chunked' };
    const parts = await web.ask('/api/call/runs.list', { method: 'POST', headers: chunked, body });
    expect([verdict(whole), verdict(parts)]).toEqual(Array(2).fill([413, 'E_CALL_TOO_LARGE']));
  });
});

describe('with a stolen cookie', () => {
  test('a call from another origin is refused', async () => {
    for (const origin of ['https://evil.example', 'http://127.0.0.1:1', 'http://localhost', 'null'])
      expect(verdict(await web.call(cookie, 'sandbox.status', {}, { origin }))).toEqual(foreign);
  });

  test('a cross-site form is refused, with and without an origin', async () => {
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const asking = (headers: object) => ({
      method: 'POST',
      headers: { cookie, ...type, ...headers },
      body: 'a=1',
    });
    const path = '/api/call/sandbox.reset';
    expect(verdict(await web.ask(path, asking({ origin: 'https://evil.example' })))).toEqual(foreign);
    expect(verdict(await web.ask(path, asking({})))).toEqual(foreign);
    expect(verdict(await web.ask(path, asking({ origin: web.origin })))).toEqual([415, 'E_INVALID_INPUT']);
  });

  test('the stream is refused to a page of another origin', async () => {
    const headers = (more: object) => ({ headers: { cookie, ...more } });
    expect(verdict(await web.ask('/api/events', headers({ origin: 'https://evil.example' })))).toEqual(
      foreign,
    );
    expect(verdict(await web.ask('/api/events', headers({ 'sec-fetch-site': 'same-site' })))).toEqual(
      foreign,
    );
  });

  test('a WebSocket from another origin is refused, and there is none to be had', async () => {
    const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
    const key = { 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' };
    const ask = (origin: string) =>
      web.ask('/api/events/ws', { headers: { cookie, origin, ...upgrade, ...key } });
    expect(verdict(await ask('https://evil.example'))).toEqual(foreign);
    expect((await ask(web.origin)).status).toBe(404);
  });

  test('a preflight is answered with no permission', async () => {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    const answer = await web.ask('/api/call/sandbox.status', { method: 'OPTIONS', headers });
    expect(verdict(answer)).toEqual(foreign);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('a foreign name that leads to this machine (DNS rebinding)', () => {
  test.each(['evil.example', 'evil.example:80', '127.0.0.1', 'localhost.evil.example', '0.0.0.0', '[::]'])(
    '%s is refused, with a session too',
    async (name) => {
      const host = name.includes(':') ? name : `${name}:${web.port}`;
      const hosts = name === '127.0.0.1' ? [name] : [name, host];
      for (const each of hosts) {
        expect(verdict(await web.ask('/', { headers: { host: each, cookie } }))).toEqual(foreign);
        const token = web.host.address().replace(web.origin, '');
        expect(verdict(await web.ask(token, { headers: { host: each } }))).toEqual(foreign);
      }
    },
  );
});

describe('the listener', () => {
  const reaches = (host: string): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect({ host, port: web.port, timeout: 500 });
      const end = (reached: boolean) => () => {
        socket.destroy();
        resolve(reached);
      };
      socket.on('connect', end(true)).on('error', end(false)).on('timeout', end(false));
    });

  test('is on 127.0.0.1 and, where the machine has it, on ::1, and on no other address', async () => {
    const own = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
    const loopback = own.filter(({ internal }) => internal).map(({ address }) => address);
    const outward = own
      .filter(({ internal }) => !internal)
      .map(({ address, scopeid, family }) =>
        family === 'IPv6' && scopeid ? `${address}%${Object.keys(networkInterfaces())[0] ?? ''}` : address,
      );
    for (const address of loopback.filter((each) => each === '127.0.0.1' || each === '::1'))
      expect([address, await reaches(address)]).toEqual([address, true]);
    for (const address of [...outward, '127.0.0.2'])
      expect([address, await reaches(address)]).toEqual([address, false]);
  });

  test('answers on ::1 too, for its own origin there', async (context) => {
    const has = Object.values(networkInterfaces()).some((each) =>
      each?.some(({ address }) => address === '::1'),
    );
    if (!has) context.skip('this machine has no ::1');
    const { status } = await exchange(web.port, '/', {
      host: '::1',
      headers: { host: `[::1]:${web.port}`, cookie },
    });
    expect(status).toBe(200);
  });

  test('says so when the port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as AddressInfo;
    await expect(listenOnLoopback(() => undefined, port)).rejects.toMatchObject({ code: 'E_LOOPBACK_TAKEN' });
    taken.close();
  });
});
