import { BrowserWindow, screen } from 'electron';
import { screenUrl } from './own-page.ts';
import { keepWindowState, lastWindowState, smallest } from './window-state.ts';

export type WindowOptions = {
  readonly home: string;
  /** The built preload. */
  readonly preload: string;
  readonly devTools: boolean;
};

/** Opens the window where it stood last time, and shows it when there is something to see. */
export async function openWindow({ home, preload, devTools }: WindowOptions): Promise<BrowserWindow> {
  const last = await lastWindowState(
    home,
    screen.getAllDisplays().map(({ workArea }) => workArea),
  );
  const window = new BrowserWindow({
    ...(last?.bounds ?? { width: 1280, height: 800 }),
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    title: 'Tenant Console',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools,
    },
  });
  if (last?.maximized === true) window.maximize();
  window.once('ready-to-show', () => window.show());
  await window.loadURL(screenUrl('/'));
  return window;
}

/** Keeps where the window stands, for the next time. */
export const rememberWindow = (home: string, window: BrowserWindow): Promise<void> =>
  keepWindowState(home, { bounds: window.getNormalBounds(), maximized: window.isMaximized() });

/** Shows a window that may be minimised or behind others. */
export function bringForward(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
