// `npm run pictures [-- NAME…]`: takes the reference pictures of every screen anew, or of those named, in light and dark, from a console on a sandbox of its own.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import type { Console } from '../src/main/compose.ts';
import { createIdentity } from '../src/shared/contract/identity.contract.ts';
import { startSandbox, stopSandbox } from '../src/shared/contract/sandbox.contract.ts';
import { inHome, operator, provision } from '../test/helpers/console-home.ts';
import { broker, intakeOf } from '../test/helpers/console-journey.ts';
import { meetTroubles } from '../test/helpers/console-troubles.ts';
import { offboardTwo } from '../test/helpers/console-offboard.ts';
import { openConsolePage } from '../test/helpers/console-page.ts';
import { rest, screens, type Screen, type Shown } from '../test/helpers/console-screens.ts';
import { buildWhenStale } from './build/build-console.ts';

const folder = resolve(import.meta.dirname, '..', 'docs', 'pictures');
const say = (text: string): void => void process.stdout.write(`${text}\n`);
/** Every screen when none is named. */
const wanted = process.argv.slice(2);
const schemes = ['light', 'dark'] as const;

async function prepare(console: Console): Promise<Shown> {
  await console.call(createIdentity, operator);
  await console.call(startSandbox, { tenants: 5 });
  const { runId: completed, tenantId } = await provision(console, intakeOf(broker(1)));
  const { runId: waiting } = await provision(console, intakeOf(broker(2)), 'approve-plan');
  const offboarded = await offboardTwo(console);
  return { completed, tenantId, waiting, ...offboarded, ...(await meetTroubles(console)) };
}

async function take(page: Page, screen: Screen): Promise<void> {
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme });
    await rest(page, screen);
    // Where the pointer rests and the caret blinks is nobody's business.
    await page.mouse.move(0, 0);
    await page.screenshot({ path: join(folder, `${screen.name}-${colorScheme}.png`), caret: 'hide' });
  }
}

async function takeAll(home: string): Promise<void> {
  const shown = await inHome(home, prepare);
  const console = await openConsolePage({ home });
  console.page.setDefaultTimeout(60_000);
  await console.page.getByRole('navigation', { name: 'Screens' }).waitFor();
  for (const screen of screens(shown).filter(
    ({ name, kept }) => kept !== false && (wanted.length === 0 || wanted.includes(name)),
  )) {
    await screen.open(console.page);
    await take(console.page, screen);
    await screen.leave?.(console.page);
    say(screen.name);
  }
  await console.close();
  await inHome(home, (each) => each.call(stopSandbox, {}));
}

await buildWhenStale(say);
if (wanted.length === 0) rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const home = mkdtempSync(join(tmpdir(), 'pictures-'));
await takeAll(home);
rmSync(home, { recursive: true, force: true });
const files = readdirSync(folder);
const bytes = files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
say(`${files.length} pictures, ${(bytes / 1024 / 1024).toFixed(1)} MB, in docs/pictures`);
