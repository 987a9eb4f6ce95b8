import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Console } from '../../../src/main/compose.ts';
import {
  createIdentity,
  exportPolicy,
  grantRoles,
  importPolicy,
  showIdentity,
} from '../../../src/shared/contract/identity.contract.ts';
import { showLedger } from '../../../src/shared/contract/ledger.contract.ts';
import type { Role } from '../../../src/shared/model/role.ts';
import { inHome, operator, provision, settle } from '../../helpers/console-home.ts';
import { broker, intakeOf, visit } from '../../helpers/console-journey.ts';
import { whyNoConsolePage } from '../../helpers/console-page.ts';
import { describeUnless } from '../../helpers/skip.ts';
import { useConsole } from '../../helpers/use-console.ts';

/** Does what a superadmin does; then a colleague's policy makes the operator of this home something else. */
const withRole = (role: Role, first: (console: Console) => Promise<unknown>) => async (console: Console) => {
  await first(console);
  const { publicKey } = await console.call(showIdentity, {});
  const chief = mkdtempSync(join(tmpdir(), 'chief-'));
  const policy = await inHome(chief, async (office) => {
    await office.call(createIdentity, { name: 'Chief', email: 'chief@example.com' });
    await office.call(grantRoles, { ...operator, publicKey, roles: [role] });
    return office.call(exportPolicy, {});
  });
  rmSync(chief, { recursive: true, force: true });
  await console.call(importPolicy, policy);
};

describeUnless(whyNoConsolePage, 'support', () => {
  const opened = useConsole(
    withRole('support', async (console) => {
      await settle(console);
      await provision(console, intakeOf(broker(1)), 'approve-plan');
    }),
  );

  test('finds a tenant by a part of its name, its e-mail, its CRO number or its id', async () => {
    const { page } = opened().console;
    await visit(page, '/tenants');
    const search = page.getByRole('textbox', { name: 'Find a tenant' });
    const row = page.getByRole('row', { name: /brk_/ });
    await row.waitFor();
    const id = /brk_\w+/.exec((await row.textContent()) ?? '')?.[0] ?? 'none';
    for (const query of ['arbour', 'niamh.kelly.1@', broker(1).croNumber, id]) {
      await search.fill(query);
      await row.waitFor();
      expect(await row.count(), query).toBe(1);
    }
    await search.fill('nobody at all');
    await page.getByText('Nobody matches “nobody at all”').waitFor();
    await search.fill('');
  });

  test('finds the filter again that was chosen', async () => {
    const { page } = opened().console;
    await page.getByText('Completed', { exact: true }).click();
    await page.getByText('No tenant is like that').waitFor();
    await page.reload();
    await page.getByText('No tenant is like that').waitFor();
    await page.getByText('Open', { exact: true }).click();
    await page.getByRole('row', { name: /brk_/ }).waitFor();
    await page.getByText('All', { exact: true }).click();
  });

  test('sees personal details masked until they are revealed with a reason, and the reveal is recorded', async () => {
    const { console, home } = opened();
    const { page } = console;
    await page.getByRole('row', { name: /brk_/ }).getByRole('gridcell').first().click();
    await page.getByText('Masked').waitFor();
    expect(await page.content()).not.toContain(broker(1).email);
    await page.getByRole('button', { name: 'Reveal', exact: true }).click();
    await page.getByRole('textbox', { name: /^Why do you need/ }).fill('The broker called about their login');
    await page.getByRole('button', { name: 'Reveal and record' }).click();
    await page.getByText(broker(1).email).first().waitFor();
    const { entries } = await inHome(home, (each) => each.call(showLedger, { newestFirst: true, limit: 5 }));
    expect(entries.map(({ type }) => type)).toContainEqual(expect.stringMatching(/reveal/));
  });

  test('is offered nothing that support may not do', async () => {
    const { page } = opened().console;
    for (const path of ['/', '/runs', '/settings/connections', '/settings/sandbox', '/settings/policy']) {
      await visit(page, path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForTimeout(300);
      const offered = page.getByRole('button', {
        name: /Provision|Add a|Examine|Start|Stop|Throw|Roll back|Resume|Try|Change|Export/,
      });
      expect(await offered.allTextContents(), path).toEqual([]);
    }
    expect(await page.getByRole('link', { name: 'Provision' }).count()).toBe(0);
  });

  test('reads a run that waits without being asked', async () => {
    const { page } = opened().console;
    await visit(page, '/runs');
    await page.getByRole('link', { name: /Waiting/ }).click();
    await page.getByText('A superadmin has to answer here').waitFor();
    expect(opened().complaints).toEqual([]);
  });
});

describeUnless(whyNoConsolePage, 'an approver', () => {
  const opened = useConsole(withRole('approver', (console) => console.call(createIdentity, operator)));

  test('reads what others ask to have signed, and is offered nothing that changes a tenant', async () => {
    const { page } = opened().console;
    await visit(page, '/approvals');
    await page.getByRole('button', { name: 'Read a request' }).waitFor();
    const screens = page.getByRole('navigation', { name: 'Screens' }).getByRole('link');
    expect(await screens.allTextContents()).toEqual([
      'Overview',
      'Tenants',
      'Runs',
      'Approvals',
      'Ledger',
      'Settings',
    ]);
    expect(opened().complaints).toEqual([]);
  });
});

describeUnless(whyNoConsolePage, 'a data protection officer', () => {
  const opened = useConsole(withRole('dpo', (console) => console.call(createIdentity, operator)));

  test('verifies the ledger and proves an entry, and is offered the export', async () => {
    const { page } = opened().console;
    await visit(page, '/ledger');
    await page.getByRole('button', { name: 'Verify', exact: true }).click();
    await page.getByText(/is as it was signed/).waitFor();
    await page
      .getByRole('row', { name: /Identity/ })
      .getByRole('gridcell')
      .nth(2)
      .click();
    await page.getByRole('button', { name: 'Prove that it stands in the ledger' }).click();
    await page.getByText('Proven', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'More for the ledger' }).click();
    await page.getByRole('menuitem', { name: 'Export as tiles…' }).waitFor();
    expect(await page.getByRole('link', { name: 'Provision' }).count()).toBe(0);
  });
});
