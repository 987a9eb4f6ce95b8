import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App, Session } from 'electron';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { registerAppScheme, serveScreens } from '../../../../../src/main/hosts/desktop/app-scheme.ts';
import { hardenContents, hardenSession } from '../../../../../src/main/hosts/desktop/harden.ts';
import { app, protocol, Session as FakeSession, WebContents } from '../../../../fakes/electron.ts';
import { SeededIds } from '../../../../fakes/seeded-ids.ts';

vi.mock('electron', () => import('../../../../fakes/electron.ts'));

describe('the session', () => {
  let session: FakeSession;
  beforeEach(() => {
    session = new FakeSession();
    hardenSession(session as unknown as Session);
  });

  test('grants no permission', () => {
    const [ask] = session.setPermissionRequestHandler.mock.calls[0] as [
      (contents: unknown, permission: string, answer: (granted: boolean) => void) => void,
    ];
    const [check] = session.setPermissionCheckHandler.mock.calls[0] as [() => boolean];
    const [device] = session.setDevicePermissionHandler.mock.calls[0] as [() => boolean];
    const answered: boolean[] = [];
    for (const permission of ['media', 'geolocation', 'notifications', 'openExternal', 'clipboard-read'])
      ask(null, permission, (granted) => answered.push(granted));
    expect([...answered, check(), device()]).toEqual(Array(7).fill(false));
  });

  test('loads nothing that did not come with the program', () => {
    const [before] = session.webRequest.onBeforeRequest.mock.calls[0] as [
      (details: { url: string }, answer: (verdict: { cancel: boolean }) => void) => void,
    ];
    const isCancelled = (url: string) => {
      let verdict: boolean | undefined;
      before({ url }, ({ cancel }) => (verdict = cancel));
      return verdict;
    };
    const refused = [
      'https://cdn.example/x.js',
      'http://127.0.0.1/',
      'file:///etc/passwd',
      'app://evil/',
      'ws://x/',
    ];
    expect(refused.map(isCancelled)).toEqual(Array(5).fill(true));
    expect(
      ['app://console/', 'app://console/assets/a.js', 'data:image/png;base64,x'].map(isCancelled),
    ).toEqual(Array(3).fill(false));
  });

  test('fetches no dictionaries and saves no downloads', () => {
    expect(session.setSpellCheckerEnabled).toHaveBeenCalledWith(false);
    const event = { preventDefault: vi.fn() };
    session.emit('will-download', event);
    expect(event.preventDefault).toHaveBeenCalled();
  });
});

describe('a page', () => {
  hardenContents(app as unknown as App);
  const page = new WebContents();
  app.emit('web-contents-created', {}, page);
  const isStopped = (event: string, details: object) => {
    const preventDefault = vi.fn();
    page.emit(event, { ...details, preventDefault });
    return preventDefault.mock.calls.length > 0;
  };

  test('opens no window', () => {
    expect(page.openHandler?.({ url: 'app://console/' })).toEqual({ action: 'deny' });
  });

  test.each([
    ['will-navigate', { url: 'https://evil.example' }],
    ['will-navigate', { url: 'app://evil/' }],
    ['will-navigate', { url: 'app://console.evil/' }],
    ['will-navigate', { url: 'file:///etc/passwd' }],
    ['will-frame-navigate', { url: 'app://console/', isMainFrame: false }],
    ['will-redirect', { url: 'app://console/' }],
    ['will-attach-webview', {}],
  ])('is kept from %s %j', (event, details) => {
    expect(isStopped(event, details)).toBe(true);
  });

  test('may move about inside the console', () => {
    expect(isStopped('will-navigate', { url: 'app://console/#/runs' })).toBe(false);
    expect(isStopped('will-frame-navigate', { url: 'app://console/', isMainFrame: true })).toBe(false);
  });
});

describe('app://', () => {
  let folder: string;
  const get = (url: string, method = 'GET') => {
    const handler = protocol.handlers.get('app');
    if (handler === undefined) throw new Error('nothing handles app://');
    return handler({ url, method } as Request);
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'app-scheme-'));
    writeFileSync(join(folder, 'index.html'), '<meta nonce="__CSP_NONCE__">');
    serveScreens(folder, new SeededIds());
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('is an origin of its own', () => {
    registerAppScheme();
    expect(protocol.registerSchemesAsPrivileged).toHaveBeenCalledWith([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ]);
  });

  test('answers with the page under the policy that its nonce is in', async () => {
    const answer = await get('app://console/');
    const [, nonce = ''] = /nonce="(.+)"/.exec(await answer.text()) ?? [];
    expect(answer.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`);
    expect(Buffer.from(nonce, 'base64')).toHaveLength(16);
  });

  test.each(['app://console/..%2f..%2fetc/passwd', 'app://evil/', 'app://console/nothing.js'])(
    'answers %s with nothing',
    async (url) => {
      expect((await get(url)).status).toBe(404);
    },
  );

  test('answers nothing but GET', async () => {
    expect((await get('app://console/', 'POST')).status).toBe(404);
  });
});
