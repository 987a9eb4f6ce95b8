// `npm run pictures`: takes the reference pictures of every screen anew, in light and dark, from a console on a sandbox of its own.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import type { Console } from '../src/main/compose.ts';
import { createIdentity } from '../src/shared/contract/identity.contract.ts';
import { startSandbox, stopSandbox } from '../src/shared/contract/sandbox.contract.ts';
import { inHome, operator, provision } from '../test/helpers/console-home.ts';
import { broker, intakeOf } from '../test/helpers/console-journey.ts';
import { offboardTwo } from '../test/helpers/console-offboard.ts';
import { openConsolePage } from '../test/helpers/console-page.ts';
import { rest, screens, type Shown } from '../test/helpers/console-screens.ts';
import { buildWhenStale } from './build/build-console.ts';

const folder = resolve(import.meta.dirname, '..', 'docs', 'pictures');
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const schemes = ['light', 'dark'] as const;

async function prepare(console: Console): Promise<Shown> {
  await console.call(createIdentity, operator);
  await console.call(startSandbox, { tenants: 5 });
  const { runId: completed, tenantId } = await provision(console, intakeOf(broker(1)));
  const { runId: waiting } = await provision(console, intakeOf(broker(2)), 'approve-plan');
  return { completed, tenantId, waiting, ...(await offboardTwo(console)) };
}

async function take(page: Page, name: string): Promise<void> {
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme });
    await rest(page);
    // Where the pointer rests and the caret blinks is nobody's business.
    await page.mouse.move(0, 0);
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`), caret: 'hide' });
  }
}

async function takeAll(home: string): Promise<void> {
  const shown = await inHome(home, prepare);
  const console = await openConsolePage({ home });
  console.page.setDefaultTimeout(60_000);
  await console.page.getByRole('navigation', { name: 'Screens' }).waitFor();
  for (const { name, open, leave } of screens(shown).filter(({ kept }) => kept !== false)) {
    await open(console.page);
    await take(console.page, name);
    await leave?.(console.page);
    say(name);
  }
  await console.close();
  await inHome(home, (each) => each.call(stopSandbox, {}));
}

await buildWhenStale(say);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const home = mkdtempSync(join(tmpdir(), 'pictures-'));
await takeAll(home);
rmSync(home, { recursive: true, force: true });
const files = readdirSync(folder);
const bytes = files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
say(`${files.length} pictures, ${(bytes / 1024 / 1024).toFixed(1)} MB, in docs/pictures`);
