import type { Page } from 'playwright-core';

/** What an operator knows of a broker; another one for every number. */
export const broker = (number: number) => ({
  legalName: `Harbour Pensions ${number} Ltd`,
  croNumber: String(6_100_000 + number),
  contactName: 'Niamh Kelly',
  email: `niamh.kelly.${number}@example.com`,
  plan: 'Professional',
});
export type Broker = ReturnType<typeof broker>;

/** The same as the call takes it. */
export const intakeOf = ({ legalName, croNumber, contactName, email, plan }: Broker) => ({
  ...{ legalName, croNumber, plan },
  contact: { name: contactName, email },
  checklist: Object.fromEntries(
    [
      ...['dpa-signed', 'company-confirmed', 'contact-email-confirmed', 'contact-name-confirmed'],
      ...['billing-confirmed', 'duties-briefed'],
    ].map((id) => [id, { done: true, by: 'Aoife Byrne', at: '2026-11-20', note: 'seen' }]),
  ),
});

/** Goes to a screen by its address, as a bookmark does. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(path)}`);
}

const textField = (page: Page, name: string | RegExp) => page.getByRole('textbox', { name });

/** Fills the intake in, field by field, and ticks every item. */
export async function fillIntake(page: Page, { legalName, croNumber, contactName, email, plan }: Broker) {
  await textField(page, 'Legal name of the broker firm').fill(legalName);
  await textField(page, 'CRO number').fill(croNumber);
  await textField(page, 'Billing plan').fill(plan);
  await textField(page, 'Full name of the primary contact').fill(contactName);
  await textField(page, /^E-mail of the primary contact/).fill(email);
  for (const box of await page.getByRole('checkbox').all()) await box.check();
}

export const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();

/** Delivers by hand: reads the secret, hides it, and says how it was delivered. */
export async function handOverByHand(page: Page): Promise<string> {
  await page.getByRole('radio', { name: 'By hand' }).click({ timeout: 100_000 });
  await press(page, 'Reveal the temporary password');
  const secret = (await page.getByLabel('temporary password', { exact: true }).textContent()) ?? '';
  await press(page, 'Hide now');
  await textField(page, /^How and to whom/).fill('Read out on the phone, identity checked');
  await press(page, 'I have delivered it');
  return secret;
}

/** The words by which a person knows what has the focus. */
const FOCUSED = `(() => {
  const at = document.activeElement;
  return at?.labels?.[0]?.textContent ?? at?.getAttribute('aria-label') ?? at?.textContent ?? '';
})()`;

export const focused = (page: Page): Promise<string> => page.evaluate<string>(FOCUSED);

/** Presses Tab until what is called so has the focus. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  const seen: string[] = [];
  for (let presses = 0; presses < 80; presses += 1) {
    const at = await focused(page);
    if (name.test(at)) return;
    seen.push(at.slice(0, 40));
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never came to ${String(name)}; it went over ${seen.join(' | ')}`);
}
