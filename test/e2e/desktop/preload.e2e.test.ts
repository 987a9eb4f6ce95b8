import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { IpcMain } from 'electron';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildWhenStale } from '../../../scripts/build/build-console.ts';
import { openConsole, type Console } from '../../../src/main/compose.ts';
import { carryCalls } from '../../../src/main/hosts/desktop/call-channel.ts';
import { carryEvents } from '../../../src/main/hosts/desktop/event-channel.ts';
import { dispatcher } from '../../../src/main/hosts/dispatcher.ts';
import { EventFeed } from '../../../src/main/hosts/event-feed.ts';
import { readScreen } from '../../../src/main/hosts/screens.ts';
import type { Bridge } from '../../../src/shared/contract/bridge.ts';
import type { ConsoleEvent } from '../../../src/shared/contract/events.contract.ts';
import { createIdentity } from '../../../src/shared/contract/identity.contract.ts';
import type { Result } from '../../../src/shared/errors/result.ts';
import { launchBrowser, whyNoBrowser } from '../../helpers/browser.ts';
import { PAGE_ORIGIN, PreloadWindow, TestIpc } from '../../helpers/preload-window.ts';
import { describeUnless } from '../../helpers/skip.ts';

declare global {
  var tenantConsole: Bridge | undefined;
  var heard: ConsoleEvent[];
  var leave: () => void;
}

const EVIL_ORIGIN = 'https://evil.test';

describeUnless(whyNoBrowser, 'the built preload in an isolated world', () => {
  let browser: Browser;
  let home: string;
  let console: Console;
  let feed: EventFeed;
  let ipc: TestIpc;
  let context: BrowserContext;
  const defects: unknown[] = [];

  beforeAll(async () => {
    await buildWhenStale();
    browser = await launchBrowser();
    home = mkdtempSync(join(tmpdir(), 'preload-'));
    console = await openConsole({ home, allowThrowAway: true });
    feed = new EventFeed(console);
    ipc = new TestIpc();
    const report = (defect: unknown) => {
      defects.push(defect);
      return Promise.resolve('ref');
    };
    carryCalls(ipc as unknown as IpcMain, dispatcher(console, report));
    carryEvents(ipc as unknown as IpcMain, feed, report);
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    feed.close();
    await console.close();
    rmSync(home, { recursive: true, force: true });
  });

  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    await context.route(`${PAGE_ORIGIN}/**`, async (route) => {
      const screen = await readScreen(
        resolve('out/renderer'),
        new URL(route.request().url()).pathname,
        'n0nce',
      );
      if (screen === undefined) return route.fulfill({ body: '', contentType: 'text/html' });
      return route.fulfill({ body: Buffer.from(screen.body), headers: { ...screen.headers } });
    });
    await context.route(`${EVIL_ORIGIN}/**`, (route) =>
      route.fulfill({ body: '<h1>evil</h1>', contentType: 'text/html' }),
    );
  });
  afterEach(async () => {
    await context.close();
    expect(defects).toEqual([]);
  });

  const call = (page: Page, name: unknown, input: unknown): Promise<Result<unknown>> =>
    page.evaluate(([n, i]) => tenantConsole!.call(n as string, i), [name, input] as const);
  const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.error.code);

  async function openPage(origin = PAGE_ORIGIN): Promise<PreloadWindow> {
    const window = await PreloadWindow.open(context, ipc);
    await window.page.goto(`${origin}/empty`);
    await window.page.waitForFunction(() => tenantConsole !== undefined);
    return window;
  }

  test('gives the page the bridge and nothing else', async () => {
    const plain = await context.newPage();
    await plain.goto(`${EVIL_ORIGIN}/`);
    const names = () => Object.getOwnPropertyNames(globalThis);
    const before = await plain.evaluate(names);
    const window = await PreloadWindow.open(context, ipc);
    await window.page.goto(`${EVIL_ORIGIN}/`);
    await window.page.waitForFunction(() => tenantConsole !== undefined);
    const after = await window.page.evaluate(names);
    expect(after.filter((name) => !before.includes(name))).toEqual(['tenantConsole']);
    expect(window.exposed).toEqual([
      { kind: 'exposed', name: 'tenantConsole', members: ['call', 'subscribe'], frozen: true },
    ]);
    const seen = ['require', 'module', 'process', 'Buffer', 'electron', '__electron', '__wayOut'];
    expect(await window.page.evaluate((all) => all.filter((name) => name in globalThis), seen)).toEqual([]);
  });

  test('carries a call to its operation and the answer back', async () => {
    const { page } = await openPage();
    expect(await call(page, 'sandbox.status', {})).toEqual({ ok: true, value: { state: 'stopped' } });
    expect(await call(page, 'identity.show', {})).toMatchObject({
      ok: true,
      value: { roles: ['superadmin'] },
    });
  });

  describe('refuses with a code', () => {
    test('an unknown call', async () => {
      const { page } = await openPage();
      const names = ['runs.nothing', '', '__proto__', 'constructor', 'toString', null, 7, {}, ['runs.list']];
      for (const name of names) expect(codeOf(await call(page, name, {}))).toBe('E_UNKNOWN_CALL');
    });

    test('malformed input', async () => {
      const { page } = await openPage();
      for (const input of [undefined, null, 7, 'x', [], { runId: 7 }, { runId: 'run_1', also: 1 }])
        expect(codeOf(await call(page, 'runs.show', input))).toBe('E_INVALID_INPUT');
    });

    test('prototype tricks', async () => {
      const { page } = await openPage();
      const tricks = [
        '{"__proto__":{"runId":"run_1"}}',
        '{"constructor":{"prototype":{"x":1}}}',
        '{"prototype":{}}',
      ];
      const codes = await page.evaluate(
        (all) => Promise.all(all.map((text) => tenantConsole!.call('runs.show', JSON.parse(text)))),
        tricks,
      );
      expect(codes.map(codeOf)).toEqual(Array(3).fill('E_INVALID_INPUT'));
      expect(Object.prototype).not.toHaveProperty('x');
    });

    test('more than 1 MiB', async () => {
      const { page } = await openPage();
      const result = await page.evaluate(() =>
        tenantConsole?.call('runs.list', { x: 'x'.repeat(1024 * 1024) }),
      );
      expect(result && codeOf(result)).toBe('E_CALL_TOO_LARGE');
    });

    test('a page of another origin, which gets no event either', async () => {
      const { page } = await openPage(EVIL_ORIGIN);
      expect(codeOf(await call(page, 'sandbox.status', {}))).toBe('E_CALLER_FOREIGN');
      await page.evaluate(() => {
        globalThis.heard = [];
        tenantConsole?.subscribe((event) => globalThis.heard.push(event), 0);
      });
      await page.waitForTimeout(300);
      expect(await page.evaluate(() => globalThis.heard)).toEqual([]);
    });
  });

  test('tells the page what happens, the missed entries first, until it leaves', async () => {
    const { page } = await openPage();
    await page.evaluate(() => {
      globalThis.heard = [];
      globalThis.leave =
        tenantConsole?.subscribe((event) => globalThis.heard.push(event), 0) ?? (() => undefined);
    });
    const places = () => page.evaluate(() => globalThis.heard.map(({ seq }) => seq));
    await expect.poll(places).toEqual([1]);
    await console.call(createIdentity, { name: 'Aoife Byrne', email: 'aoife@pensions.example' });
    await expect.poll(async () => (await places()).length).toBeGreaterThan(1);
    await page.evaluate(() => globalThis.leave());
    const before = await places();
    await console.call(createIdentity, { name: 'Niamh Walsh', email: 'niamh@pensions.example' });
    await page.waitForTimeout(200);
    expect(await places()).toEqual(before);
  });

  test('carries the whole console: its screens draw themselves over it, within the policy of the page', async () => {
    const window = await PreloadWindow.open(context, ipc);
    const complaints: string[] = [];
    const elsewhere: string[] = [];
    window.page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    window.page.on('pageerror', (error) => complaints.push(error.message));
    window.page.on('request', (request) => {
      const { origin, pathname } = new URL(request.url());
      if (origin !== PAGE_ORIGIN || pathname.startsWith('/api')) elsewhere.push(request.url());
    });
    await window.page.goto(`${PAGE_ORIGIN}/`);
    await expect.poll(() => window.page.locator('#root').innerText(), { timeout: 10_000 }).not.toBe('');
    expect([complaints, elsewhere]).toEqual([[], []]);
  });
});
