import type { Page } from 'playwright-core';
import type { Troubles } from './console-troubles.ts';
import { press, visit } from './console-journey.ts';

/** The runs that the screens show: one that went through, one that waits for an answer, one that took a tenant apart. */
export type Shown = { readonly completed: string; readonly waiting: string; readonly tenantId: string } & {
  readonly offboarded: string;
  /** Another tenant's, waiting for signatures. */
  readonly signatures: string;
} & Troubles;

/** One picture of the console: how to come to it, and when it is there. */
export type Screen = {
  readonly name: string;
  readonly open: (page: Page) => Promise<void>;
  /** False: looked at, but not kept as a reference picture. */
  readonly kept?: false;
  /** What went wrong is what this screen is about. */
  readonly tells?: true;
  /** How to leave what lies over the page. */
  readonly leave?: (page: Page) => Promise<void>;
};

const at = (path: string, until: (page: Page) => Promise<unknown>) => async (page: Page) => {
  await visit(page, path);
  await until(page);
};
const heading = (name: string) => (page: Page) => page.getByRole('heading', { name, level: 1 }).waitFor();
const text = (said: string | RegExp) => (page: Page) => page.getByText(said).first().waitFor();
const escape = async (page: Page) => {
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
};

/** The newest report of a tenant, come to from the tenant. */
export const isolationOf = (tenantId: string) => async (page: Page) => {
  await at(`/tenants/${tenantId}`, text('Timeline'))(page);
  await page
    .getByRole('link', { name: /probes passed/ })
    .first()
    .click();
  await text('Resource by family')(page);
};

/** What a look for orphans finds. */
const looked = async (page: Page) => {
  await at('/reconcile', heading('Reconcile'))(page);
  await press(page, 'Look now');
  await text('Proven by')(page);
};

/** The overview, once somebody has looked for orphans. */
const lookedOver = async (page: Page) => {
  await looked(page);
  await at('/', text('Needs you'))(page);
  await page.getByRole('region', { name: /^Orphans/ }).waitFor();
};

const settings = (section: string, title: string): Screen => ({
  name: `settings-${section}`,
  open: at(`/settings/${section}`, heading(title)),
});

/** Every screen of the console, in the order of its navigation. */
export const screens = ({
  completed,
  waiting,
  tenantId,
  offboarded,
  signatures,
  failed,
  doubtful,
  rolledBack,
}: Shown): readonly Screen[] => [
  { name: 'overview', open: lookedOver },
  { name: 'tenants', open: at('/tenants', text(/^\d+ tenants?$/)) },
  { name: 'tenant', open: at(`/tenants/${tenantId}`, text('Timeline')) },
  { name: 'provision', open: at('/provision', text('Pre-provisioning checklist')) },
  {
    name: 'offboard',
    open: at(`/offboard?tenant=${tenantId}`, text('Types of documents that the law keeps')),
  },
  {
    name: 'run-signatures',
    open: at(`/runs/${signatures}`, text('This needs the signatures of other people')),
  },
  { name: 'approvals', open: at('/approvals', text('Asked here')) },
  { name: 'register', open: at('/register', text('Kept until')) },
  {
    name: 'register-record',
    open: async (page) => {
      await at(`/register?run=${offboarded}`, text('Entry of the Art. 30 register'))(page);
      await press(page, 'Verify this record');
      await text('Proven')(page);
    },
    leave: escape,
  },
  { name: 'runs', open: at('/runs', text('Completed')) },
  { name: 'run', open: at(`/runs/${completed}`, text('Every step went through')) },
  { name: 'run-plan', open: at(`/runs/${waiting}`, text('This is what the run will do')) },
  { name: 'run-failed', tells: true, open: at(`/runs/${failed}`, text('Try the step again')) },
  { name: 'run-in-doubt', tells: true, open: at(`/runs/${doubtful}`, text('Look, and go on')) },
  { name: 'run-rolled-back', open: at(`/runs/${rolledBack}`, text('Undone')) },
  {
    name: 'run-rollback',
    tells: true,
    open: async (page) => {
      await at(`/runs/${failed}`, text('Try the step again'))(page);
      await press(page, 'More for this run');
      await page.getByRole('menuitem', { name: 'Roll back…' }).click();
      await text('What proves that it is ours')(page);
    },
    leave: escape,
  },
  { name: 'reconcile', open: looked },
  {
    name: 'reconcile-repair',
    open: async (page) => {
      await looked(page);
      await page
        .getByRole('region', { name: 'Schemes without employer' })
        .getByRole('button', { name: 'Plan a repair of all' })
        .click();
      await page.getByRole('textbox', { name: /^Id of the parent/ }).fill('emp_17');
      await press(page, 'Show the plan');
      await text('Digest of this plan')(page);
    },
    leave: escape,
  },
  { name: 'isolation', open: isolationOf(tenantId) },
  {
    name: 'isolation-probes',
    open: async (page) => {
      await isolationOf(tenantId)(page);
      await page.getByRole('button', { name: /, read of employers: / }).click();
      await page.getByRole('dialog').locator('summary').first().click();
      await text('OWASP API')(page);
    },
    leave: escape,
  },
  {
    name: 'ledger',
    open: async (page) => {
      await at('/ledger', (shown) => shown.getByRole('row').nth(5).waitFor())(page);
      await press(page, 'Verify');
      await text(/is as it was signed/)(page);
    },
  },
  {
    name: 'ledger-entry',
    kept: false,
    open: async (page) => {
      await at('/ledger?entry=2', text('As it was signed'))(page);
      await press(page, 'Prove that it stands in the ledger');
      await text('Proven')(page);
    },
    leave: escape,
  },
  settings('connections', 'Connections'),
  {
    name: 'connection-doctor',
    open: async (page) => {
      await at('/settings/connections', heading('Connections'))(page);
      await press(page, 'Examine');
      await text('Server version')(page);
    },
    leave: escape,
  },
  {
    name: 'connection-form',
    kept: false,
    open: async (page) => {
      await at('/settings/connections', heading('Connections'))(page);
      await press(page, 'Add a connection');
      await text('Save and examine')(page);
    },
    leave: escape,
  },
  settings('sandbox', 'Sandbox'),
  settings('identity', 'Identity and keys'),
  settings('policy', 'Policy and roles'),
  settings('statements', 'SQL statements'),
  settings('appearance', 'Appearance'),
  {
    name: 'palette',
    open: async (page) => {
      await at('/', text('Needs you'))(page);
      await page.keyboard.press('Control+k');
      await page.keyboard.type('harbour');
      await text('Tenants')(page);
    },
    leave: escape,
  },
];

/** What a screen shows instead of what it is for: an answer still on its way, or the card of an error. */
const unready = (page: Page) => page.locator('[aria-busy="true"][aria-label="Loading"]');
const failures = (page: Page) => page.locator('[role="alert"][aria-label^="Error E_"]');

/** Resolves once what was drawn has been shown, every font is there and everything that moves and ends has ended. */
const SHOWN = `(async () => {
  const frame = () => new Promise(requestAnimationFrame);
  await document.fonts.ready;
  await frame();
  await frame();
  const ends = ({ effect }) => effect.getComputedTiming().endTime < Infinity;
  await Promise.allSettled(document.getAnimations().filter(ends).map(({ finished }) => finished));
})()`;

/**
 * Lets drawers, fonts and answers come to rest.
 * @throws when the screen shows an error: no picture and no finding of a page that did not come is worth anything.
 */
export async function rest(page: Page, { tells = false }: { readonly tells?: boolean } = {}): Promise<void> {
  await page.waitForLoadState('load');
  do {
    while ((await unready(page).count()) > 0) await unready(page).first().waitFor({ state: 'hidden' });
    await page.evaluate(SHOWN);
  } while ((await unready(page).count()) > 0);
  const shown = await failures(page).evaluateAll((cards) => cards.map((card) => card.ariaLabel));
  if (shown.length > 0 && !tells) throw new Error(`${page.url()} shows ${shown.join(', ')}`);
}
