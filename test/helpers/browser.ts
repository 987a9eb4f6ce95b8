import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import type { ReasonNot } from './skip.ts';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Why nothing can be tried in a browser here; undefined when it can. */
export const whyNoBrowser: ReasonNot = existsSync(executablePath)
  ? undefined
  : `no Chromium at ${executablePath} (CHROMIUM names another one)`;

/** A Chromium that speaks to nobody but the test. */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      ...['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-component-update'],
      ...['--disable-sync', '--no-first-run'],
    ],
  });
