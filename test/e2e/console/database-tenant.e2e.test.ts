import { expect, test } from 'vitest';
import { createIdentity } from '../../../src/shared/contract/identity.contract.ts';
import { startSandbox } from '../../../src/shared/contract/sandbox.contract.ts';
import { axeFindings } from '../../helpers/accessibility.ts';
import { operator } from '../../helpers/console-home.ts';
import { press, visit } from '../../helpers/console-journey.ts';
import { whyNoConsolePage } from '../../helpers/console-page.ts';
import { describeUnless } from '../../helpers/skip.ts';
import { useConsole } from '../../helpers/use-console.ts';

describeUnless(whyNoConsolePage, 'a tenant gets a database of its own, by clicks', () => {
  const opened = useConsole(async (console) => {
    await console.call(createIdentity, operator);
    await console.call(startSandbox, { model: 'database' });
  });
  const field = (name: RegExp) => opened().console.page.getByRole('textbox', { name });

  test('the form says which slug will do, which database it becomes, and which server has room', async () => {
    const { page } = opened().console;
    await visit(page, '/provision');
    await field(/^Slug/).fill('Acme Health');
    await field(/^Display name/).fill('Acme Health');
    await page.getByText('Three to forty lower-case letters').waitFor();
    expect(await field(/^Slug/).getAttribute('aria-invalid')).toBe('true');
    await field(/^Slug/).fill('acme-health');
    await page.getByText('Database: tenant_acme_health').waitFor();
    await page.getByText('The next tenant goes here').waitFor();
    const servers = page.getByRole('region', { name: 'Database servers' });
    expect(await servers.getByRole('listitem').allTextContents()).toEqual([
      'alpha0 of 500The next tenant goes here',
      'beta0 of 500Has no more room than that',
    ]);
    expect(await axeFindings(page)).toEqual([]);
  });

  test('its plan is read before anything is opened, and the run goes to its end', async () => {
    const { page } = opened().console;
    await field(/^Full name/).fill('Ada Example');
    await field(/^E-mail/).fill('ada@acme.example');
    await press(page, 'Look at the plan first');
    await page.getByText('Digest of this plan').waitFor();
    await page.keyboard.press('Escape');
    await press(page, 'Open the run');
    await press(page, 'Approve this plan');
    await page.getByText('Every step went through').waitFor();
    await page.getByText('12 of 12 steps done').waitFor();
    await page.getByRole('button', { name: /Choose the database server/ }).click();
    await page.getByText('has less room').waitFor();
    await page.getByRole('link', { name: 'Show the tenant' }).first().click();
    await page.getByRole('heading', { name: 'Acme Health' }).waitFor();
  });

  test('a slug that is taken is refused with what to do instead', async () => {
    const { page } = opened().console;
    await visit(page, '/provision');
    await field(/^Slug/).fill('acme-health');
    await field(/^Display name/).fill('Acme again');
    await field(/^Full name/).fill('Ada Example');
    await field(/^E-mail/).fill('ada@acme.example');
    await press(page, 'Open the run');
    await page.getByRole('alert', { name: 'Error E_ALREADY_PROVISIONED' }).waitFor();
    await page.getByText(/Choose another slug, or off-board/).waitFor();
  });

  test('a connection names its model from a list', async () => {
    const { page } = opened().console;
    await visit(page, '/settings/connections');
    await press(page, 'Add a connection');
    await page.getByRole('combobox', { name: 'Tenancy model' }).click();
    await page.getByRole('option', { name: 'A database for each tenant' }).click();
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  test('and the page never broke its policy', () => {
    expect(opened().complaints).toEqual([]);
  });
});
