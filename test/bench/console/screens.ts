import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { buildWhenStale } from '../../../scripts/build/build-console.ts';
import { launchBrowser, whyNoBrowser } from '../../helpers/browser.ts';
import { startWebProcess } from '../../helpers/console-page.ts';
import type { Figure } from '../bench.ts';
import { showBareTable, SCROLLER } from './bare-table.ts';
import { queriesAmong } from './fictitious-tenants.ts';
import { quantile, told } from './measure.ts';

/** The console as a person meets it: a host process of its own, and its screens in a browser. */
export async function measureScreens(home: string, tenants: number): Promise<readonly Figure[]> {
  if (whyNoBrowser !== undefined) return [];
  await buildWhenStale();
  const browser = await launchBrowser();
  const since = performance.now();
  const web = await startWebProcess(home);
  try {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    await page.goto(web.address);
    await page
      .getByRole('link', { name: /Waiting/ })
      .first()
      .click({ trial: true });
    const start = performance.now() - since;
    await page.evaluate('location.hash = "/tenants"');
    await page.getByText(`${tenants.toLocaleString('en-IE')} tenants`).waitFor({ timeout: 120_000 });
    const answers = await searchOverHttp(page, queriesAmong(tenants));
    const [ours, bare] = [await scrollCost(page, SCROLLER), await bareScrollCost(page, tenants)];
    return [
      told('start of the host to an Overview that takes a click', start, 'ms'),
      ...[0.5, 0.95].map((q) =>
        told(`the same search from the page, p${q * 100}`, quantile(answers, q), 'ms'),
      ),
      {
        ...told('a frame of scrolling the tenants', ours, 'ms', `bare table: ${bare.toFixed(2)} ms`),
        ratio: ours / bare,
      },
      ...memoryOf(web.process.pid),
    ];
  } finally {
    web.process.kill('SIGINT');
    await browser.close();
  }
}

/** Asks as the page's own client does, one search after the other. */
const searchOverHttp = (page: Page, queries: readonly string[]): Promise<number[]> =>
  page.evaluate(`(async (queries) => {
    const took = [];
    for (const query of queries) {
      const since = performance.now();
      const body = JSON.stringify({ query });
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch('/api/call/tenants.search', { method: 'POST', headers, body });
      if (!(await answer.json()).ok) throw new Error('The search was refused.');
      took.push(performance.now() - since);
    }
    return took;
  })(${JSON.stringify(queries)})`);

const FRAMES = 200;

/** Milliseconds of the page's main thread for a frame in which the list moves on by its own height. */
async function scrollCost(page: Page, scroller: string): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const busy = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
  };
  const before = await busy();
  await page.evaluate(`(async () => {
    const scroller = document.querySelector(${JSON.stringify(scroller)});
    for (let frame = 0; frame < ${FRAMES}; frame += 1) {
      scroller.scrollTop += scroller.clientHeight;
      await new Promise(requestAnimationFrame);
    }
  })()`);
  return ((await busy()) - before) / FRAMES;
}

async function bareScrollCost(page: Page, tenants: number): Promise<number> {
  const bare = await page.context().newPage();
  await showBareTable(bare, tenants);
  return scrollCost(bare, SCROLLER);
}

/** What the host holds now and held at most; only Linux tells. */
function memoryOf(pid: number | undefined): readonly Figure[] {
  if (process.platform !== 'linux' || pid === undefined) return [];
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mebibytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
  return [
    told('memory of the host after all that', mebibytes('VmRSS'), 'MiB'),
    told('at most', mebibytes('VmHWM'), 'MiB'),
  ];
}
