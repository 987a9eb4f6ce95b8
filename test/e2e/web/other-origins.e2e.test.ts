import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { showLedger } from '../../../src/shared/contract/ledger.contract.ts';
import { launchBrowser, whyNoBrowser } from '../../helpers/browser.ts';
import { describeUnless } from '../../helpers/skip.ts';
import { WebConsole } from '../../helpers/web-console.ts';

/** A browser whose person is let in, and a page of another program on the same machine: same site, other port. */
describeUnless(whyNoBrowser, 'a page of another origin, in a browser that was let in', () => {
  let web: WebConsole;
  let neighbour: Server;
  let browser: Browser;
  let page: Page;
  let entries: number;

  const ledgerSize = async () => (await web.console.call(showLedger, { limit: 1 })).size;

  beforeAll(async () => {
    web = await WebConsole.open();
    neighbour = createServer((_asked, said) =>
      said.setHeader('content-type', 'text/html').end('<h1>neighbour</h1>'),
    );
    await new Promise<void>((resolve) => neighbour.listen(0, '127.0.0.1', resolve));
    browser = await launchBrowser();
    page = await browser.newPage();
    await page.goto(web.host.address());
    await page.waitForURL(`${web.origin}/`);
    expect(await page.title()).toBe('Tenant Console');
    entries = await ledgerSize();
    await page.goto(`http://127.0.0.1:${(neighbour.address() as AddressInfo).port}/`);
  });
  afterAll(async () => {
    await browser.close();
    neighbour.close();
    await web.close();
  });

  test('cannot call', async () => {
    const outcomes = await page.evaluate(async (origin) => {
      const attempt = async (init: RequestInit) => {
        try {
          return (
            await fetch(`${origin}/api/call/identity.create`, {
              method: 'POST',
              credentials: 'include',
              ...init,
            })
          ).type;
        } catch {
          return 'blocked';
        }
      };
      const body = JSON.stringify({ name: 'Mallory', email: 'mallory@evil.example' });
      const headers = { 'content-type': 'application/json' };
      return [await attempt({ body, headers }), await attempt({ body, mode: 'no-cors' })];
    }, web.origin);
    expect(outcomes).toEqual(['blocked', 'blocked']);
    expect(await ledgerSize()).toBe(entries);
  });

  test('cannot follow the stream, nor open a socket', async () => {
    const outcomes = await page.evaluate(async (origin) => {
      const ends = (source: EventSource | WebSocket) =>
        new Promise<string>((resolve) => {
          source.onerror = () => resolve('refused');
          source.onopen = () => resolve('open');
        });
      return [
        await ends(new EventSource(`${origin}/api/events?after=0`, { withCredentials: true })),
        await ends(new WebSocket(`${origin.replace('http', 'ws')}/api/events`)),
      ];
    }, web.origin);
    expect(outcomes).toEqual(['refused', 'refused']);
  });

  test('cannot embed the console, nor read its files', async () => {
    const outcomes = await page.evaluate(async (origin) => {
      const frame = document.createElement('iframe');
      frame.src = `${origin}/`;
      document.body.append(frame);
      await new Promise((resolve) => frame.addEventListener('load', resolve));
      const script = document.createElement('script');
      script.src = `${origin}/index.html`;
      const loaded = new Promise((resolve) => {
        script.addEventListener('error', () => resolve('refused'));
        script.addEventListener('load', () => resolve('loaded'));
      });
      document.body.append(script);
      const read = await fetch(`${origin}/`, { credentials: 'include' }).then(
        (answer) => answer.type,
        () => 'blocked',
      );
      return [frame.contentDocument === null, await loaded, read];
    }, web.origin);
    expect(outcomes).toEqual([true, 'refused', 'blocked']);
    const [, embedded] = page.frames();
    expect(await embedded?.content().catch(() => '')).not.toContain('<title>Tenant Console</title>');
  });

  test('cannot post a form', async () => {
    await page.evaluate((origin) => {
      const form = document.createElement('form');
      form.method = 'POST';
      form.action = `${origin}/api/call/sandbox.reset`;
      document.body.append(form);
      form.submit();
    }, web.origin);
    await page.waitForURL(`${web.origin}/**`);
    expect(await page.innerText('body')).toContain('E_CALLER_FOREIGN');
    expect(await ledgerSize()).toBe(entries);
  });
});
