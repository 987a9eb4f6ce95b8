import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { checkCertificate } from '../../../src/main/certificates/check-certificate.ts';
import { verifyLedger } from '../../../src/shared/contract/ledger.contract.ts';
import { inHome, provision, settle } from '../../helpers/console-home.ts';
import { broker, intakeOf, press, visit } from '../../helpers/console-journey.ts';
import { makeOffices, signedIn } from '../../helpers/console-offboard.ts';
import { openConsolePage, whyNoConsolePage } from '../../helpers/console-page.ts';
import { describeUnless } from '../../helpers/skip.ts';
import { useConsole } from '../../helpers/use-console.ts';

const folder = mkdtempSync(join(tmpdir(), 'saved-'));
let offices: readonly string[] = [];
afterAll(() => {
  for (const home of [...offices, folder]) rmSync(home, { recursive: true, force: true });
});

/** The file that a click saves. */
async function saved(page: Page, button: string): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), press(page, button)]);
  const file = join(folder, download.suggestedFilename());
  await download.saveAs(file);
  return file;
}

const fill = (page: Page, name: string | RegExp, value: string) =>
  page.getByRole('textbox', { name }).fill(value);

describeUnless(whyNoConsolePage, 'a broker is off-boarded by clicks, on three workstations', () => {
  const opened = useConsole(async (console) => {
    await settle(console);
    await provision(console, intakeOf(broker(1)));
    offices = await makeOffices(console);
  });
  const { legalName } = broker(1);
  let request: string;

  test('the operator opens the run by the tenant’s name; it exports, and waits for the receipt', async () => {
    const { page } = opened().console;
    await page.getByRole('link', { name: 'Tenants' }).click();
    await page.getByText(legalName).first().click();
    await press(page, 'Off-board…');
    await fill(page, /^Why/, 'Contract ended, letter 4');
    await fill(page, /^Full name/, 'Ada Leaving');
    const addresses = page.getByRole('textbox', { name: /^E-?mail/i });
    await addresses.first().fill('ada@leaving.example');
    await addresses.last().fill('dpo@office.example');
    await press(page, 'Off-board this tenant');
    await fill(page, 'Type the tenant’s legal name', legalName);
    await press(page, 'Open the run');
    await fill(page, /^How the file was delivered/, 'courier');
    await fill(page, /^Who confirmed/, 'Ada Leaving');
    await page.getByLabel(/^When/).fill('2026-11-01');
    await fill(page, /^What shows it/, 'letter 7');
    await press(page, 'Confirm and go on');
    request = await saved(page, 'Save the request as a file');
  });

  test('the DPO signs on another screen, the CISO by the command’s own call; both files come back', async () => {
    const [dpo = '', ciso = ''] = offices;
    const other = await openConsolePage({ home: dpo });
    await other.page.getByRole('link', { name: 'Approvals' }).click();
    await other.page.getByLabel('Read a request').setInputFiles(request);
    await other.page.getByText('Digest of this plan').waitFor();
    const signed = await saved(other.page, 'Sign exactly this plan');
    await other.page.getByText('Send the file back to whoever asked.').waitFor();
    await other.close();
    const second = join(folder, 'second.json');
    writeFileSync(second, (await signedIn(ciso, readFileSync(request, 'utf8'))).document);
    const { page } = opened().console;
    await visit(page, '/approvals');
    for (const [name, file] of [
      ['Dara Data', signed],
      ['Sean Secure', second],
    ] as const) {
      await page.getByLabel('Take over a signed approval').setInputFiles(file);
      await page.getByText(new RegExp(`^${name}, .* has approved it`)).waitFor();
    }
    await page.getByRole('link', { name: 'Go on with the run' }).click();
    await press(page, 'Look again');
    await fill(page, /^Reference of the cancellation/, 'BILL-17');
    await page.getByLabel(/^The day from which/).fill('2026-11-30');
    await press(page, 'Confirm and go on');
    await page.getByText('Every step went through').waitFor();
  });

  test('the register proves it on the spot, and saves it as CSV, as PDF and as a certificate', async () => {
    const { page } = opened().console;
    await page.getByRole('link', { name: 'Register' }).click();
    await page.getByText(legalName).first().click();
    await press(page, 'Verify this record');
    await page.getByText('Proven', { exact: true }).waitFor();
    const certificate = readFileSync(await saved(page, 'Save the certificate'), 'utf8');
    const { valid, says } = checkCertificate(certificate);
    expect({ valid, outcome: says?.outcome }).toEqual({ valid: true, outcome: 'completed' });
    expect(says?.deeds.join(' ')).toMatch(
      /rows and \d+ files were exported.* and none was found.* Billing was/,
    );
    await page.keyboard.press('Escape');
    expect(readFileSync(await saved(page, 'Save as CSV'), 'utf8')).toContain(legalName);
    const pdf = await saved(page, 'Save as PDF');
    expect(readFileSync(pdf).subarray(0, 5).toString()).toBe('%PDF-');
    if (existsSync('/usr/bin/pdftotext'))
      expect(execFileSync('/usr/bin/pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' })).toContain(
        legalName,
      );
  });

  test('and the ledger verifies, and the page never broke its policy', async () => {
    const { home, complaints } = opened();
    expect(await inHome(home, (each) => each.call(verifyLedger, {}))).toMatchObject({ ok: true });
    expect(complaints).toEqual([]);
  });
});
