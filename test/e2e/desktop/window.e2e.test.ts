import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWhenStale } from '../../../scripts/build/build-console.ts';
import { electronBinary, whyNoWindow } from '../../../scripts/electron-binary.ts';
import { describeUnless } from '../../helpers/skip.ts';

const reason = whyNoWindow();

describeUnless(reason && `no window here: ${reason}`, 'the real window', () => {
  let home: string;
  let app: ElectronApplication;
  let page: Page;

  beforeAll(async () => {
    await buildWhenStale();
    home = mkdtempSync(join(tmpdir(), 'window-'));
    app = await _electron.launch({
      executablePath: electronBinary() ?? '',
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), resolve('.'), `--home=${home}`],
      env: { ...(process.env as Record<string, string>), TENANT_CONSOLE_NODE: process.execPath },
    });
    page = await app.firstWindow();
  });
  afterAll(async () => {
    await app.close();
    rmSync(home, { recursive: true, force: true });
  });

  test('shows the console’s own page, with the bridge and without Node', async () => {
    expect(page.url()).toMatch(/^app:\/\/console\//);
    const seen = ['tenantConsole', 'require', 'process', 'module', 'Buffer'];
    expect(await page.evaluate((names) => names.filter((name) => name in globalThis), seen)).toEqual([
      'tenantConsole',
    ]);
  });

  test('carries a call and refuses an unknown one', async () => {
    const [known, unknown] = await page.evaluate(() =>
      Promise.all([tenantConsole!.call('identity.show', {}), tenantConsole!.call('runs.nothing', {})]),
    );
    expect(known.ok).toBe(true);
    expect(unknown).toMatchObject({ ok: false, error: { code: 'E_UNKNOWN_CALL' } });
  });

  test('stays where it is and opens nothing', async () => {
    const opened = await page.evaluate(() => window.open('https://example.invalid') === null);
    await page.evaluate(() => location.assign('https://example.invalid'));
    await page.waitForTimeout(200);
    expect([opened, page.url().startsWith('app://console/'), app.windows().length]).toEqual([true, true, 1]);
  });
});
