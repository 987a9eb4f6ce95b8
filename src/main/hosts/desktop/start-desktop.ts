import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, dialog } from 'electron';
import { isOperatorError, OperatorError } from '../../../shared/errors/operator-error.ts';
import { recordDefect } from '../../compose.ts';
import { homeFolder } from '../default-home.ts';
import { registerAppScheme } from './app-scheme.ts';
import { DesktopHost } from './desktop-host.ts';
import { hardenContents } from './harden.ts';

/** Starts the console in its window: one instance a home; a second start brings the first one forward. Never rejects. */
export async function startDesktop(): Promise<void> {
  const home = homeFolder(app.commandLine.getSwitchValue('home') || undefined, process.env);
  app.enableSandbox();
  mkdirSync(home, { recursive: true, mode: 0o700 });
  app.setPath('userData', join(home, 'window'));
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  registerAppScheme();
  hardenContents(app);
  try {
    await app.whenReady();
    const host = await DesktopHost.open(home);
    app.on('second-instance', () => host.bringForward());
    app.on('activate', () => host.bringForward());
    app.on('before-quit', (event) => host.onQuit(event));
  } catch (error) {
    await giveUp(home, error);
  }
}

/** Without a console there is no window to show it in. */
async function giveUp(home: string, error: unknown): Promise<void> {
  const { code, message, fix, who } = isOperatorError(error) ? error : await unexpected(home, error);
  dialog.showErrorBox(
    `Tenant Console cannot start (${code})`,
    `${message}\n\n${fix}\n\nWhom to call: ${who}`,
  );
  app.exit(1);
}

async function unexpected(home: string, error: unknown): Promise<OperatorError> {
  const reference = await recordDefect(home, error, 'desktop');
  return new OperatorError('E_UNEXPECTED', {
    message: `A defect in the console. Reference: ${reference}`,
    details: { reference },
  });
}
