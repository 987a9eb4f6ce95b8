import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWhenStale } from '../../../scripts/build/build-console.ts';
import { axeFindings } from '../../helpers/accessibility.ts';
import { operator } from '../../helpers/console-home.ts';
import { focused } from '../../helpers/console-journey.ts';
import { openConsolePage, whyNoConsolePage, type ConsolePage } from '../../helpers/console-page.ts';
import { describeUnless } from '../../helpers/skip.ts';

describeUnless(whyNoConsolePage, 'the first start of a new home', () => {
  let console: ConsolePage;
  const home = mkdtempSync(join(tmpdir(), 'first-start-'));
  beforeAll(async () => {
    await buildWhenStale();
    console = await openConsolePage({ home });
  });
  afterAll(async () => {
    await console.close();
    rmSync(home, { recursive: true, force: true });
  });

  test('asks who the operator is, on a screen free of what axe finds', async () => {
    const { page } = console;
    await page.getByRole('heading', { name: 'Who are you?' }).waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await axeFindings(page), colorScheme).toEqual([]);
    }
    expect(await focused(page)).toContain('Full name');
  });

  test('opens the console for them with nothing but the keyboard, and the palette takes the first key', async () => {
    const { page } = console;
    await page.keyboard.type(operator.name);
    await page.keyboard.press('Tab');
    await page.keyboard.type(operator.email);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
    await page.getByRole('link', { name: 'Tenants' }).focus();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('ledger');
    expect(await page.getByRole('textbox', { name: 'Search or act' }).inputValue()).toBe('ledger');
    await page.keyboard.press('Escape');
    await page.getByRole('textbox', { name: 'Search or act' }).waitFor({ state: 'hidden' });
    expect(await focused(page)).toContain('Tenants');
  });
});
