import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { _electron, type Browser, type ElectronApplication, type Page } from 'playwright-core';
import { electronBinary, whyNoWindow } from '../../scripts/electron-binary.ts';
import { launchBrowser, whyNoBrowser } from './browser.ts';
import { compileCache } from './compile-cache.ts';
import type { ReasonNot } from './skip.ts';

/** In which host the journeys are made: `npm run e2e:desktop` sets it to `desktop`. */
const host = process.env['CONSOLE_HOST'] === 'desktop' ? 'desktop' : 'web';

/** Why no journey can be made here; undefined when it can. */
export const whyNoConsolePage: ReasonNot = host === 'desktop' ? whyNoWindow() : whyNoBrowser;

/** The console as a person has it in front of them: a real process of its own on a home, and its page. */
export type ConsolePage = {
  readonly page: Page;
  /** Ends it as a person does: a run comes to its next safe point, the ledger is anchored. */
  close(): Promise<void>;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
};

const size = { width: 1280, height: 800 };

/** The passphrase makes a vault where the machine has no keychain; without one a new home takes a throw-away keychain. */
type Options = { readonly home: string; readonly env?: Readonly<Record<string, string>> };

/** Opens the console on `home` in a browser, or in Electron's window where that is asked for. Needs a fresh build. */
export const openConsolePage = (options: Options): Promise<ConsolePage> =>
  host === 'desktop' ? inWindow(options) : inBrowser(options);

async function inBrowser({ home, env = {} }: Options): Promise<ConsolePage> {
  const web = await startWebProcess(home, env);
  const browser = await launchBrowser();
  const page = await (await browser.newContext({ viewport: size })).newPage();
  await page.goto(web.address);
  return {
    page,
    close: () => end(web.process, browser, 'SIGINT'),
    kill: () => end(web.process, browser, 'SIGKILL'),
  };
}

async function end(web: ChildProcess, browser: Browser, signal: NodeJS.Signals): Promise<void> {
  await browser.close();
  if (web.exitCode !== null || web.signalCode !== null) return;
  web.kill(signal);
  await once(web, 'exit');
}

/** A web host in a process of its own, and the address it prints. */
export async function startWebProcess(
  home: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly process: ChildProcess; readonly address: string; readonly said: () => string }> {
  const entry = resolve('src/main/hosts/web/index.ts');
  const web = spawn(process.execPath, [entry, '--home', home, '--no-open'], {
    env: { ...process.env, ...compileCache, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const address = await new Promise<string>((found, failed) => {
    const hear = (text: string) => {
      said += text;
      const [printed] = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(said) ?? [];
      if (printed !== undefined) found(printed);
    };
    web.stdout.setEncoding('utf8').on('data', hear);
    web.stderr.setEncoding('utf8').on('data', hear);
    web.once('exit', () => failed(new Error(`The web host ended: ${said}`)));
  });
  return { process: web, address, said: () => said };
}

async function inWindow({ home, env = {} }: Options): Promise<ConsolePage> {
  const window: ElectronApplication = await _electron.launch({
    executablePath: electronBinary() ?? '',
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), resolve('.'), `--home=${home}`],
    env: { ...(process.env as Record<string, string>), TENANT_CONSOLE_NODE: process.execPath, ...env },
  });
  const page = await window.firstWindow();
  await page.setViewportSize(size);
  return {
    page,
    close: () => window.close(),
    kill: async () => {
      window.process().kill('SIGKILL');
      await once(window.process(), 'exit');
    },
  };
}
