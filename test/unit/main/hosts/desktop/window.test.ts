import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserWindow as RealWindow } from 'electron';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { applicationMenu } from '../../../../../src/main/hosts/desktop/menu.ts';
import { notifier } from '../../../../../src/main/hosts/desktop/notify.ts';
import { startUtility } from '../../../../../src/main/hosts/desktop/utility-child.ts';
import { openWindow, rememberWindow } from '../../../../../src/main/hosts/desktop/window.ts';
import type { LedgerEntry } from '../../../../../src/shared/model/ledger-entry.ts';
import type { BrowserWindow } from '../../../../fakes/electron.ts';
import { Notification, UtilityChild, utilityProcess } from '../../../../fakes/electron.ts';

vi.mock('electron', () => import('../../../../fakes/electron.ts'));

describe('the window', () => {
  let home: string;
  const open = async () =>
    (await openWindow({
      home,
      preload: '/app/out/preload/index.cjs',
      devTools: false,
    })) as unknown as BrowserWindow;

  beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'window-'))));
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  test('runs its page in a sandbox, apart from the bridge, without Node', async () => {
    const { options } = await open();
    expect(options['webPreferences']).toMatchObject({
      preload: '/app/out/preload/index.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      devTools: false,
    });
  });

  test('loads the console’s own page and is shown when there is something to see', async () => {
    const window = await open();
    expect(window.loadURL).toHaveBeenCalledWith('app://console/#/');
    expect(window.show).not.toHaveBeenCalled();
    window.emit('ready-to-show');
    expect(window.show).toHaveBeenCalled();
  });

  test('stands where it stood last time', async () => {
    const first = await open();
    first.bounds = { x: 100, y: 50, width: 1400, height: 900 };
    first.maximized = true;
    await rememberWindow(home, first as unknown as RealWindow);
    const second = await open();
    expect(second.options).toMatchObject(first.bounds);
    expect(second.maximized).toBe(true);
  });

  test.each([
    ['a display that is gone', '{"bounds":{"x":5000,"y":0,"width":1280,"height":800},"maximized":false}'],
    ['a window that is too small', '{"bounds":{"x":0,"y":0,"width":10,"height":10},"maximized":false}'],
    ['a broken file', '{'],
  ])('is placed by the platform after %s', async (_what, kept) => {
    writeFileSync(join(home, 'window.json'), kept);
    const { options } = await open();
    expect(options).toMatchObject({ width: 1280, height: 800 });
    expect(options).not.toHaveProperty('x');
  });
});

describe('the menu', () => {
  test('goes to each screen by its number', () => {
    const went: string[] = [];
    const go = applicationMenu((route) => went.push(route), false, false).find(
      ({ label }) => label === '&Go',
    );
    const items = go?.submenu as { accelerator: string; click: () => void }[];
    expect(items.map(({ accelerator }) => accelerator)).toEqual(
      [1, 2, 3, 4, 5, 6].map((n) => `CmdOrCtrl+${n}`),
    );
    items.forEach(({ click }) => click());
    expect(went).toEqual(['/', '/tenants', '/provision', '/runs', '/ledger', '/settings']);
  });

  test('has developer tools only where they are wanted', () => {
    const text = (devTools: boolean) => JSON.stringify(applicationMenu(() => undefined, true, devTools));
    expect(text(true)).toContain('toggleDevTools');
    expect(text(false)).not.toContain('toggleDevTools');
  });
});

describe('a notification', () => {
  const entry = (type: string, runId?: string) =>
    ({ index: 1, type, time: '', actor: '', data: {}, leafHash: '', ...(runId && { runId }) }) as LedgerEntry;
  let watched: boolean;
  let clicked: string[];
  const tell = notifier({ isWatched: () => watched, onClick: (runId) => clicked.push(runId) });

  beforeEach(() => {
    watched = false;
    clicked = [];
    Notification.shown.length = 0;
  });

  test('says that a run waits, and leads to it', () => {
    tell({ seq: 2, kind: 'entry', entry: entry('step.waiting', 'run_1') });
    expect(Notification.shown.map(({ said }) => said.body)).toEqual(['A run waits for your answer.']);
    Notification.shown[0]?.emit('click');
    expect(clicked).toEqual(['run_1']);
  });

  test('is not needed by who looks at the console, or for what is not worth coming back', () => {
    tell({ seq: 2, kind: 'entry', entry: entry('step.done', 'run_1') });
    tell({ seq: 2, kind: 'entry', entry: entry('constructor', 'run_1') });
    tell({ seq: 2, kind: 'entry', entry: entry('step.waiting') });
    tell({ seq: 2, kind: 'lagged' });
    watched = true;
    tell({ seq: 2, kind: 'entry', entry: entry('step.waiting', 'run_1') });
    expect(Notification.shown).toEqual([]);
  });
});

describe('a process of the console’s own', () => {
  test('is started in Electron’s way, with the given environment alone', () => {
    const child = new UtilityChild();
    utilityProcess.fork.mockReturnValueOnce(child);
    const started = startUtility('/app/keyring-child.js', { HOME: '/h', EMPTY: undefined });
    expect(utilityProcess.fork).toHaveBeenCalledWith('/app/keyring-child.js', [], {
      env: { HOME: '/h' },
      stdio: 'ignore',
      execArgv: [],
    });
    const heard: unknown[] = [];
    started.onMessage((message) => heard.push(message));
    started.onEnd((reason) => heard.push(reason.message));
    started.send('question');
    child.emit('message', 'answer');
    child.emit('exit', 0);
    expect(child.postMessage).toHaveBeenCalledWith('question');
    expect(heard).toEqual(['answer', 'The process ended before it answered.']);
    expect(() => started.kill()).not.toThrow();
  });
});
