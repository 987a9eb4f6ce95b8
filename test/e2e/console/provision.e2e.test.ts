import { expect, test } from 'vitest';
import { verifyLedger } from '../../../src/shared/contract/ledger.contract.ts';
import { inHome } from '../../helpers/console-home.ts';
import { useConsole } from '../../helpers/use-console.ts';
import {
  broker,
  fillIntake,
  focused,
  handOverByHand,
  press,
  tabTo,
  visit,
} from '../../helpers/console-journey.ts';
import { whyNoConsolePage } from '../../helpers/console-page.ts';
import { describeUnless } from '../../helpers/skip.ts';

describeUnless(whyNoConsolePage, 'a broker is provisioned', () => {
  const opened = useConsole();

  test('with the mouse, and the secret leaves the screen and the clipboard', async () => {
    const { page } = opened().console;
    await page.getByRole('link', { name: 'Provision a tenant' }).click();
    await fillIntake(page, broker(1));
    await press(page, 'Look at the plan first');
    await page.getByText('Digest of this plan').waitFor();
    await page.keyboard.press('Escape');
    await press(page, 'Open the run');
    await press(page, 'Confirm and go on');
    await press(page, 'Approve this plan');
    const secret = await handOverByHand(page);
    expect(secret.length).toBeGreaterThanOrEqual(16);
    await page.getByText('The ten checks').waitFor();
    expect(await page.content()).not.toContain(secret);
    await press(page, 'Confirm and go on');
    await page.getByText('Every step went through').waitFor();
    await page.getByText(/^(\d+) of \1 steps done$/).waitFor();
    await page.getByRole('link', { name: 'Show the tenant' }).first().click();
    await page.getByRole('heading', { name: broker(1).legalName }).waitFor();
    await page.getByText('Temporary test data cleaned up').waitFor();
  });

  test('with the keyboard alone', async () => {
    const { page } = opened().console;
    const { legalName, croNumber, contactName, email, plan } = broker(2);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('provision a ten');
    await page.getByRole('button', { name: 'Provision a tenant' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'CRO number' }).waitFor();
    for (const [name, text] of [
      [/^Legal name of the/, legalName],
      [/^CRO number/, croNumber],
      [/^Billing plan \*/, plan],
      [/^Full name/, contactName],
      [/^E-mail of/, email],
    ] as const) {
      await tabTo(page, name);
      await page.keyboard.type(text);
    }
    for (const item of [
      /^Data Processing/,
      /^Legal name and/,
      /^Primary contact e-/,
      /^Primary contact full/,
      /^Billing plan and/,
      /^Broker briefed/,
    ]) {
      await tabTo(page, item);
      await page.keyboard.press('Space');
    }
    await tabTo(page, /^Open the run$/);
    await page.keyboard.press('Enter');
    for (const [asked, button] of [
      ['Is everything in place?', /^Confirm and go on$/],
      ['This is what the run will do', /^Approve this plan$/],
    ] as const) {
      await page.getByRole('heading', { name: asked }).waitFor();
      await tabTo(page, button);
      await page.keyboard.press('Enter');
    }
    await page.getByRole('radio', { name: 'By hand' }).waitFor({ timeout: 100_000 });
    await tabTo(page, /^OpenPGP/);
    await page.keyboard.press('ArrowDown');
    await tabTo(page, /^How and to whom/);
    await page.keyboard.type('Read out on the phone, identity checked');
    await tabTo(page, /^I have delivered it$/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'The ten checks' }).waitFor();
    await tabTo(page, /^Confirm and go on$/);
    await page.keyboard.press('Enter');
    await page.getByText('Every step went through').waitFor();
  });

  test('and what is begun can be left and taken up again, before the run and in it', async () => {
    const { page } = opened().console;
    await visit(page, '/provision');
    await page.getByRole('textbox', { name: 'Legal name of the broker firm' }).fill(broker(3).legalName);
    await page.getByText('Saved just now').waitFor();
    await visit(page, '/');
    await page.getByRole('link', { name: broker(3).legalName }).click();
    const name = page.getByRole('textbox', { name: 'Legal name of the broker firm' });
    await name.waitFor();
    expect(await name.inputValue()).toBe(broker(3).legalName);
    await fillIntake(page, broker(3));
    await press(page, 'Open the run');
    await press(page, 'Confirm and go on');
    await page.getByRole('button', { name: 'Approve this plan' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Approve this plan' }).waitFor();
    expect(await focused(page)).toContain('This is what the run will do');
  });

  test('what is typed into a prompt is still there after looking something up', async () => {
    const { page } = opened().console;
    await visit(page, '/provision');
    await fillIntake(page, broker(4));
    await press(page, 'Open the run');
    const note = page.getByRole('textbox', { name: 'Note or evidence reference' }).first();
    await note.fill('DPA-2026-117');
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('link', { name: new RegExp(`Waiting.*${broker(4).legalName}`) }).click();
    await note.waitFor();
    expect(await note.inputValue()).toBe('DPA-2026-117');
    expect(await focused(page)).toContain('Is everything in place?');
  });

  test('what was sent is told once: the draft is gone when its run is there', async () => {
    const { page } = opened().console;
    await visit(page, '/');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    expect(await page.getByRole('heading', { name: 'Unfinished' }).count()).toBe(0);
  });

  test('and the ledger verifies, and the page never broke its policy', async () => {
    const { home, complaints } = opened();
    expect(await inHome(home, (each) => each.call(verifyLedger, {}))).toMatchObject({ ok: true });
    expect(complaints).toEqual([]);
  });
});
