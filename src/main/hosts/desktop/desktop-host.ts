import { join } from 'node:path';
import { app, ipcMain, Menu, session, type BrowserWindow, type Event } from 'electron';
import { Secret } from '../../../shared/model/secret.ts';
import { openConsole, type Console } from '../../compose.ts';
import { defectLog, type ReportDefect } from '../defect-log.ts';
import { dispatcher } from '../dispatcher.ts';
import { EventFeed } from '../event-feed.ts';
import { followOtherProcesses } from '../follow-other-processes.ts';
import { lookDaily } from '../look-daily.ts';
import { openOnSandbox, type StartedSandbox } from '../open-on-sandbox.ts';
import { PendingCalls } from '../pending-calls.ts';
import { serveScreens } from './app-scheme.ts';
import { confirmClosing } from './ask-before-closing.ts';
import { carryCalls } from './call-channel.ts';
import { carryEvents } from './event-channel.ts';
import { hardenSession } from './harden.ts';
import { startUtility } from './utility-child.ts';
import { applicationMenu } from './menu.ts';
import { notifier } from './notify.ts';
import { screenUrl } from './own-page.ts';
import { bringForward, openWindow, rememberWindow } from './window.ts';

/** A console and its window, from the first look to the anchored ledger. */
export class DesktopHost {
  readonly #console: Console;
  readonly #window: BrowserWindow;
  readonly #feed: EventFeed;
  readonly #pending: PendingCalls;
  readonly #stopping: AbortController;
  readonly #report: ReportDefect;
  readonly #sandbox: Promise<StartedSandbox | undefined>;
  readonly #looking: Promise<void>;
  #standing: 'open' | 'asking' | 'closing' | 'closed' = 'open';

  /** Errors: those of `openConsole`. */
  static async open(home: string): Promise<DesktopHost> {
    const stopping = new AbortController();
    const console = await openConsole({ ...openingOf(home), signal: stopping.signal });
    const report = defectLog(console);
    const feed = new EventFeed(console);
    const pending = new PendingCalls();
    hardenSession(session.defaultSession);
    serveScreens(builtFile('renderer'), console.ids);
    carryCalls(ipcMain, pending.watch(dispatcher(console, report)));
    carryEvents(ipcMain, feed, report);
    const window = await openWindow({
      home,
      preload: builtFile('preload/index.cjs'),
      devTools: !app.isPackaged,
    });
    return new DesktopHost({ console, window, feed, pending, stopping, report });
  }

  private constructor({ console, window, feed, pending, stopping, report }: Parts) {
    this.#console = console;
    this.#window = window;
    this.#feed = feed;
    this.#pending = pending;
    this.#stopping = stopping;
    this.#report = report;
    const goTo = (route: string) => this.#goTo(route);
    const menu = applicationMenu(goTo, process.platform === 'darwin', !app.isPackaged);
    Menu.setApplicationMenu(Menu.buildFromTemplate(menu));
    window.on('close', (event) => this.onQuit(event));
    const tell = notifier({
      isWatched: () => !window.isDestroyed() && window.isFocused(),
      onClick: (runId) => goTo(`/runs/${runId}`),
    });
    feed.follow(tell).catch((error: unknown) => report(error, 'notifications'));
    console.readAhead().catch((error: unknown) => report(error, 'read-ahead'));
    void followOtherProcesses(console, report, stopping.signal);
    this.#looking = lookDaily(console, report, stopping.signal);
    this.#sandbox = this.#openOnSandbox();
  }

  bringForward(): void {
    bringForward(this.#window);
  }

  /** Ends once nothing is under way, or the operator says so; until then the event goes no further. */
  onQuit(event: Pick<Event, 'preventDefault'>): void {
    if (this.#standing === 'closed') return;
    event.preventDefault();
    if (this.#standing === 'open') void this.#askAndClose();
  }

  async #askAndClose(): Promise<void> {
    this.#standing = 'asking';
    if (this.#pending.count > 0 && !(await confirmClosing(this.#window))) {
      this.#standing = 'open';
      return;
    }
    this.#standing = 'closing';
    try {
      await this.#close();
    } catch (error) {
      await this.#report(error, 'closing');
    }
    this.#standing = 'closed';
    app.quit();
  }

  /** The run under way comes to its next safe point; closing the console anchors the ledger. */
  async #close(): Promise<void> {
    await rememberWindow(this.#console.home, this.#window);
    this.#stopping.abort();
    await this.#pending.settled();
    await this.#looking;
    this.#feed.close();
    await (await this.#sandbox)?.stop();
    await this.#console.close();
  }

  /** What is packaged carries no sandbox. */
  async #openOnSandbox(): Promise<StartedSandbox | undefined> {
    if (app.isPackaged) return undefined;
    try {
      return await openOnSandbox(this.#console);
    } catch (error) {
      await this.#report(error, 'open-on-sandbox');
      return undefined;
    }
  }

  #goTo(route: string): void {
    this.bringForward();
    this.#window.loadURL(screenUrl(route)).catch((error: unknown) => this.#report(error, 'go-to'));
  }
}

type Parts = {
  readonly console: Console;
  readonly window: BrowserWindow;
  readonly feed: EventFeed;
  readonly pending: PendingCalls;
  readonly stopping: AbortController;
  readonly report: ReportDefect;
};

const builtFile = (path: string): string => join(app.getAppPath(), 'out', path);

/** The passphrase is taken out of the environment, so that no child process inherits it. */
function openingOf(home: string) {
  const { TENANT_CONSOLE_PASSPHRASE: passphrase, TENANT_CONSOLE_NODE: node } = process.env;
  delete process.env['TENANT_CONSOLE_PASSPHRASE'];
  return {
    home,
    allowThrowAway: !app.isPackaged,
    startChild: startUtility,
    ...(passphrase && { passphrase: new Secret(passphrase) }),
    ...(app.isPackaged ? { sandboxNode: 'none' } : node && { sandboxNode: node }),
  };
}
