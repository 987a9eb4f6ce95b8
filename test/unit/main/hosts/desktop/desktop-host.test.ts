import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startDesktop } from '../../../../../src/main/hosts/desktop/start-desktop.ts';
import { channels } from '../../../../../src/shared/contract/index.ts';
import { app, BrowserWindow, dialog, ipcMain, Menu, protocol } from '../../../../fakes/electron.ts';

vi.mock('electron', () => import('../../../../fakes/electron.ts'));

const own = { parent: null, origin: 'app://console' };
let home: string;

const window = () => BrowserWindow.opened.at(-1) ?? expect.fail('there is no window');
const call = (name: string, input: unknown) =>
  Promise.resolve(ipcMain.handlers.get(channels.call)?.({ senderFrame: own }, name, JSON.stringify(input)));

/** Closes the window as a person does; true when the host held it back. */
function close(): boolean {
  const preventDefault = vi.fn();
  window().emit('close', { preventDefault });
  return preventDefault.mock.calls.length > 0;
}

async function closed(): Promise<void> {
  await vi.waitFor(() => expect(app.quit).toHaveBeenCalled(), { timeout: 5000 });
}

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'desktop-'));
  app.removeAllListeners();
  ipcMain.removeAllListeners();
  ipcMain.handlers.clear();
  BrowserWindow.opened.length = 0;
  // Packaged, so that no sandbox is started; the passphrase stands for the keychain, which a test machine may not have.
  app.isPackaged = true;
  app.switches = { home };
  process.env['TENANT_CONSOLE_PASSPHRASE'] = 'correct horse battery staple';
  app.whenReady.mockResolvedValue(undefined);
  app.requestSingleInstanceLock.mockReturnValue(true);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe('the console in its window', () => {
  test('opens on its home, answers calls, and lets go of everything when it is closed', async () => {
    await startDesktop();
    expect(dialog.showErrorBox.mock.calls).toEqual([]);
    expect(app.enableSandbox).toHaveBeenCalled();
    expect(app.setPath).toHaveBeenCalledWith('userData', join(home, 'window'));
    expect(Menu.setApplicationMenu).toHaveBeenCalled();
    expect(await call('sandbox.status', {})).toEqual({ ok: true, value: { state: 'stopped' } });
    expect(close()).toBe(true);
    await closed();
    expect(close()).toBe(false);
  });

  test('takes the passphrase out of the environment', async () => {
    await startDesktop();
    expect(process.env['TENANT_CONSOLE_PASSPHRASE']).toBeUndefined();
    close();
    await closed();
  });

  test('carries no sandbox, and says so', async () => {
    await startDesktop();
    expect(await call('sandbox.start', {})).toMatchObject({
      ok: false,
      error: { code: 'E_SANDBOX_NOT_CARRIED' },
    });
    close();
    await closed();
  });

  test('asks before it ends while something is under way, and stays when told so', async () => {
    await startDesktop();
    const verifying = call('ledger.verify', {});
    dialog.showMessageBox.mockResolvedValue({ response: 0 });
    expect(close()).toBe(true);
    await verifying;
    await new Promise((resolve) => setImmediate(resolve));
    expect(dialog.showMessageBox).toHaveBeenCalledTimes(1);
    expect(app.quit).not.toHaveBeenCalled();
    close();
    await closed();
    expect(dialog.showMessageBox).toHaveBeenCalledTimes(1);
  });

  test('comes forward when it is started a second time', async () => {
    await startDesktop();
    app.emit('second-instance');
    expect(window().focus).toHaveBeenCalled();
    close();
    await closed();
  });
});

test('the entry does not wait for Electron, which waits for the entry', async () => {
  app.whenReady.mockReturnValue(new Promise(() => undefined));
  await import('../../../../../src/main/index.ts');
  expect(app.requestSingleInstanceLock).toHaveBeenCalled();
  expect(protocol.registerSchemesAsPrivileged).toHaveBeenCalled();
});

test('a second start of the same home ends at once', async () => {
  app.requestSingleInstanceLock.mockReturnValue(false);
  await startDesktop();
  expect(app.quit).toHaveBeenCalled();
  expect(BrowserWindow.opened).toEqual([]);
});

test('a console that cannot open says why, what to do and whom to call, and ends', async () => {
  process.env['TENANT_CONSOLE_PASSPHRASE'] = 'short';
  await startDesktop();
  const [title, text] = dialog.showErrorBox.mock.calls[0] as [string, string];
  expect(title).toMatch(/E_KEYCHAIN_/);
  expect(text).toContain('Whom to call:');
  expect(app.exit).toHaveBeenCalledWith(1);
});

test('a defect at the start shows a reference and nothing else of it', async () => {
  app.whenReady.mockRejectedValue(new Error('secret detail'));
  await startDesktop();
  const [title, text] = dialog.showErrorBox.mock.calls[0] as [string, string];
  expect(title).toContain('E_UNEXPECTED');
  expect(text).toMatch(/ref_[0-9A-Z]{26}/);
  expect(text).not.toContain('secret detail');
});
