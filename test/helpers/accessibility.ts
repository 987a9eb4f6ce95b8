import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** WCAG 2.0 to 2.2, levels A and AA. */
const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const resultTypes = ['violations'];
const all = { runOnly: { type: 'tag', values: standards }, resultTypes };
/** What can differ between light and dark. */
const colours = { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }, resultTypes };

type Violation = {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly any: readonly { readonly message: string }[] }[];
};

/** What axe finds on the page as it stands, one line each, three of a kind. Runs beside the page, so that its policy stays as strict as it is. */
export async function axeFindings(page: Page, only?: 'colours'): Promise<readonly string[]> {
  await page.evaluate(source);
  const found = await page.evaluate<readonly Violation[]>(
    `axe.run(document, ${JSON.stringify(only === 'colours' ? colours : all)}).then(({ violations }) => violations)`,
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map(({ html, any }) => `${id}: ${any[0]?.message ?? ''} ${html.slice(0, 200)}`),
  );
}
