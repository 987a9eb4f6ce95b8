import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { ok } from '../../../src/shared/errors/result.ts';
import { axeFindings } from '../../helpers/accessibility.ts';
import { provision, settle } from '../../helpers/console-home.ts';
import { useConsole } from '../../helpers/use-console.ts';
import { broker, intakeOf, visit } from '../../helpers/console-journey.ts';
import { whyNoConsolePage } from '../../helpers/console-page.ts';
import { isolationOf, rest, screens, type Shown } from '../../helpers/console-screens.ts';
import { meetTroubles } from '../../helpers/console-troubles.ts';
import { offboardTwo } from '../../helpers/console-offboard.ts';
import { describeUnless } from '../../helpers/skip.ts';

/** Lets the host answer, and changes what it said on the way: there is no production server here to ask. */
const answerAs = (page: Page, call: string, change: (text: string) => string): Promise<unknown> =>
  page.route(`**/api/call/${call}`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: change(await response.text()) });
  });

/** What sticks out of the window or of the part of it that holds the screen. */
const STICKING_OUT = `(() => {
  const main = document.querySelector('main');
  return Math.max(document.documentElement.scrollWidth - innerWidth, main.scrollWidth - main.clientWidth);
})()`;

const usual = { width: 1280, height: 800 };
const sizes = [{ width: 1024, height: 700 }, { width: 1920, height: 1080 }, usual];

/** The sizes at which something does. */
async function stickingOut(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const size of sizes) {
    await page.setViewportSize(size);
    if ((await page.evaluate<number>(STICKING_OUT)) > 0) found.push(`sticks out at ${size.width}`);
  }
  return found;
}

describeUnless(whyNoConsolePage, 'every screen', () => {
  let shown: Shown;
  const opened = useConsole(async (console) => {
    await settle(console);
    const { runId: completed, tenantId, state } = await provision(console, intakeOf(broker(1)));
    if (state !== 'completed') throw new Error(`The run to show is ${state}.`);
    const waiting = await provision(console, intakeOf(broker(2)), 'approve-plan');
    const offboarded = await offboardTwo(console);
    shown = { completed, tenantId, waiting: waiting.runId, ...offboarded, ...(await meetTroubles(console)) };
  });

  test(
    'is free of what axe finds, in light and in dark, and sticks out at no size',
    { timeout: 240_000 },
    async () => {
      const { page } = opened().console;
      const found: Record<string, readonly string[]> = {};
      for (const screen of screens(shown)) {
        await screen.open(page);
        await page.emulateMedia({ colorScheme: 'light' });
        await rest(page, screen);
        const light = await axeFindings(page);
        await page.emulateMedia({ colorScheme: 'dark' });
        await rest(page, screen);
        const dark = await axeFindings(page, 'colours');
        const findings = [...light, ...dark, ...(await stickingOut(page))];
        if (findings.length > 0) found[screen.name] = findings;
        await screen.leave?.(page);
      }
      expect(found).toEqual({});
    },
  );

  test('says production in its banner, and a plan for it is approved by typing the legal name', async () => {
    const { page } = opened().console;
    await page.setViewportSize(usual);
    await answerAs(page, 'connections.list', (text) => text.replaceAll('"sandbox"', '"production"'));
    await answerAs(page, 'runs.prompt', (text) => text.replace(/"defaults":\{[^}]*\},?/, ''));
    await page.reload();
    await visit(page, `/runs/${shown.waiting}`);
    await page.getByRole('banner').getByText('Production', { exact: true }).waitFor();
    const approve = page.getByRole('button', { name: 'Approve this plan' });
    const typed = page.getByRole('textbox', { name: /^Type the tenant’s legal name/ });
    await typed.fill('Harbour Pensions');
    expect(await approve.isDisabled()).toBe(true);
    await typed.fill(broker(2).legalName);
    expect(await approve.isEnabled()).toBe(true);
    await page.unrouteAll({ behavior: 'wait' });
  });

  test('shows on the overview what happened to a run, and what to do next', async () => {
    const { page } = opened().console;
    await visit(page, '/');
    const row = (state: string) => page.getByRole('link').filter({ hasText: state }).first().textContent();
    expect(await row('In doubt')).toMatch(
      /does not answer.*Nobody knows yet whether it was done.*let the console look/,
    );
    expect(await row('Failed')).toMatch(/Probe isolation as the new administrator: .*portal.*try again/i);
    expect(await row('Rolled back')).toMatch(/taken back.*Nothing is left to do here/);
  });

  test('shows on the overview what was kept long enough', async () => {
    const { page } = opened().console;
    await visit(page, '/settings/appearance');
    await page.route('**/api/call/register.list', async (route) => {
      const response = await route.fetch({ postData: '{}' });
      await route.fulfill({ response });
    });
    await page.reload();
    await visit(page, '/');
    await page.getByRole('heading', { name: /Retention over/ }).waitFor();
    await page
      .getByRole('link', { name: broker(3).legalName })
      .last()
      .click();
    await page.getByText('Entry of the Art. 30 register').waitFor();
    await page.keyboard.press('Escape');
    await page.unrouteAll({ behavior: 'wait' });
  });

  test.each([
    [29, 'None'],
    [31, 'Not known'],
  ])('of orphans, when a look %i hours ago found none, the overview says “%s”', async (hours, said) => {
    const { page } = opened().console;
    const scannedAt = new Date(Date.now() - hours * 3_600_000).toISOString();
    const scans = [{ connection: 'production', scannedAt, found: 0 }];
    await answerAs(page, 'reconcile.last', () => JSON.stringify(ok(scans)));
    await visit(page, '/');
    await page.reload();
    const orphans = page.getByRole('region', { name: 'Orphans' });
    await orphans.getByText('production: none, looked').waitFor();
    await orphans.getByText(said, { exact: true }).waitFor({ timeout: 1_000 });
    await page.unrouteAll({ behavior: 'wait' });
  });

  test.each(['light', 'dark'] as const)(
    'shows a leaking tenant first what did not pass, in %s',
    async (colorScheme) => {
      const { page } = opened().console;
      await page.emulateMedia({ colorScheme });
      await answerAs(page, 'isolation.report', (text) =>
        text
          .replaceAll('"verdict":"pass"', '"verdict":"fail"')
          .replace('"verdict":"fail"', '"verdict":"inconclusive"'),
      );
      await page.reload();
      await isolationOf(shown.tenantId)(page);
      await page.getByRole('heading', { name: 'What did not pass' }).waitFor();
      await page.getByText(/more stand behind the cells below/).waitFor();
      await page.locator('summary').first().click();
      expect(await axeFindings(page)).toEqual([]);
      await page.unrouteAll({ behavior: 'wait' });
    },
  );

  test('keeps to the policy of its page', () => {
    expect(opened().complaints).toEqual([]);
  });
});
