import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { listConnections, addConnection } from '../../../src/shared/contract/connections.contract.ts';
import { stopSandbox } from '../../../src/shared/contract/sandbox.contract.ts';
import { inHome, settle, startQuickSandbox } from '../../helpers/console-home.ts';
import { broker, fillIntake, press, visit } from '../../helpers/console-journey.ts';
import { whyNoConsolePage } from '../../helpers/console-page.ts';
import { describeUnless } from '../../helpers/skip.ts';
import { useConsole } from '../../helpers/use-console.ts';

describeUnless(whyNoConsolePage, 'what goes wrong is told with what to do', () => {
  const opened = useConsole(async (console) => {
    await settle(console);
    const [{ connection } = { connection: undefined }] = await console.call(listConnections, {});
    if (connection === undefined) throw new Error('The sandbox has no connection.');
    await console.call(addConnection, {
      connection: { ...connection, name: 'wrong-password' },
      password: 'not the password',
    });
  });

  test('a wrong database password is found by the doctor and named where a run would begin', async () => {
    const { page } = opened().console;
    await visit(page, '/settings/connections');
    const row = page.getByRole('listitem').filter({ hasText: 'wrong-password' });
    await row.getByRole('button', { name: 'Examine' }).click();
    const refused = page.getByRole('dialog').getByRole('listitem').filter({ hasText: 'Refused' });
    await refused.first().waitFor();
    expect(await refused.first().textContent()).toMatch(/sign-in|password/i);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /choose another/ }).click();
    await page.getByRole('menuitem', { name: /wrong-password/ }).click();
    await visit(page, '/provision');
    await fillIntake(page, broker(3));
    await press(page, 'Open the run');
    await page.getByRole('alert', { name: 'Error E_DB_AUTH' }).waitFor();
  });

  test('where nothing could be looked at, whether there are orphans is unknown', async () => {
    const { page } = opened().console;
    await visit(page, '/reconcile');
    await press(page, 'Look now');
    await page.getByText(/^Whether anything hangs below nothing is unknown/).waitFor();
    await page.getByRole('alert', { name: 'Error E_DB_AUTH' }).waitFor();
    expect(await page.getByText('Everything has its parent').count()).toBe(0);
    await page.getByRole('button', { name: /choose another/ }).click();
    await page.getByRole('menuitem', { name: /^sandbox ·/ }).click();
  });

  test('a server that is lost in the middle leaves a run that goes on once it is back', async () => {
    const { console, home } = opened();
    const { page } = console;
    await visit(page, '/provision');
    await fillIntake(page, broker(4));
    await press(page, 'Open the run');
    await page.getByRole('button', { name: 'Confirm and go on' }).waitFor();
    await inHome(home, (each) => each.call(stopSandbox, {}));
    await press(page, 'Confirm and go on');
    await page
      .getByRole('alert', { name: /^Error E_/ })
      .first()
      .waitFor();
    await inHome(home, startQuickSandbox);
    await page.reload();
    await page.getByRole('button', { name: /^(Confirm and go on|Try the step again|Resume)$/ }).click();
    await page.getByRole('button', { name: 'Approve this plan' }).waitFor();
  });

  test(
    'a host that is killed between any two answers leaves the run where it was',
    { timeout: 240_000 },
    async () => {
      const { reopen, console } = opened();
      const hash = new URL(console.page.url()).hash.slice(1);
      const { page } = await reopen('kill');
      await visit(page, hash);
      await press(page, 'Approve this plan');
      await page.getByText('Running').first().waitFor();
      const again = (await reopen('kill')).page;
      await visit(again, hash);
      await again
        .getByText(/^(In doubt|Interrupted|Failed)$/)
        .first()
        .waitFor();
      await again
        .getByRole('button', { name: /^(Look, and go on|Resume|Try the step again)$/ })
        .first()
        .click();
      await again.getByRole('radio', { name: 'By hand' }).waitFor({ timeout: 180_000 });
    },
  );

  test('a broker that exists already stops the run before anything is changed', async () => {
    const { page } = opened().console;
    await visit(page, '/provision');
    await fillIntake(page, { ...broker(2), legalName: broker(4).legalName });
    await press(page, 'Open the run');
    await press(page, 'Confirm and go on');
    const card = page.getByRole('alert', { name: 'Error E_DUPLICATE_TENANT' });
    await card.waitFor();
    expect(await card.textContent()).toMatch(/What to do.*Whom to call.*DevOps team, within 2 hours/);
    expect(await page.getByText(/^3 of \d+ steps|^2 of \d+ steps/).count()).toBe(1);
  });

  test('such a run is rolled back only when the name is typed and a reason is given', async () => {
    const { page } = opened().console;
    await press(page, 'More for this run');
    await page.getByRole('menuitem', { name: 'Roll back…' }).click();
    const dialog = page.getByRole('dialog');
    const button = dialog.getByRole('button', { name: 'Roll back' });
    await dialog.getByRole('textbox', { name: /^Why/ }).fill('It exists already');
    await dialog.getByRole('textbox', { name: /^Type the/ }).fill('Harbour');
    expect(await button.isDisabled()).toBe(true);
    await dialog.getByRole('textbox', { name: /^Type the/ }).fill(broker(4).legalName);
    await button.click();
    await page
      .getByText(/^(Rolled back|Abandoned)$/)
      .first()
      .waitFor();
    await page.getByText(/^Taken back: \d+ steps? undone and seen to be gone\.$/).waitFor();
  });

  test('a ledger that was tampered with is named with its entry, and whom to call', async () => {
    const { home, reopen } = opened();
    const { page } = await reopen('close');
    tamper(join(home, 'ledger.sqlite'));
    await visit(page, '/ledger');
    await page.getByRole('button', { name: 'Verify', exact: true }).click();
    const alarm = page.getByRole('alert', { name: 'The ledger was tampered with' });
    await alarm.waitFor();
    expect(await alarm.textContent()).toContain('CISO on call, immediately');
    await alarm.getByRole('link', { name: /^Show entry/ }).waitFor();
  });
});

/** Changes one bit of one signed entry, past the trigger, as somebody with the file in their hands would. */
function tamper(file: string): void {
  const db = new Database(file);
  const guard = db.prepare("SELECT sql FROM sqlite_master WHERE name = 'entry_is_final'").pluck().get();
  const envelope = db.prepare('SELECT envelope FROM entry WHERE idx = 5').pluck().get();
  if (!Buffer.isBuffer(envelope) || typeof guard !== 'string') throw new Error('The ledger looks otherwise.');
  const middle = Math.floor(envelope.length / 2);
  envelope.writeUInt8(envelope.readUInt8(middle) ^ 1, middle);
  db.exec('DROP TRIGGER entry_is_final');
  db.prepare('UPDATE entry SET envelope = ? WHERE idx = 5').run(envelope);
  db.exec(guard);
  db.close();
}
