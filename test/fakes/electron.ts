import { EventEmitter } from 'node:events';
import { vi } from 'vitest';

/**
 * What the desktop host uses of Electron, for tests where its binary is not there: it notes what it is told and lets a test play the
 * window's part. `vi.mock('electron', () => import('…/fakes/electron.ts'))`.
 */

class App extends EventEmitter {
  isPackaged = false;
  readonly enableSandbox = vi.fn();
  readonly setPath = vi.fn();
  readonly quit = vi.fn();
  readonly exit = vi.fn();
  readonly requestSingleInstanceLock = vi.fn(() => true);
  readonly whenReady = vi.fn(() => Promise.resolve());
  readonly getAppPath = (): string => '/app';
  readonly commandLine = { getSwitchValue: (name: string): string => this.switches[name] ?? '' };
  switches: Record<string, string> = {};
}
export const app = new App();

type Handler = (event: unknown, ...said: unknown[]) => unknown;

class IpcMain extends EventEmitter {
  readonly handlers = new Map<string, Handler>();
  handle(channel: string, handler: Handler): void {
    this.handlers.set(channel, handler);
  }
}
export const ipcMain = new IpcMain();

type Bounds = { x: number; y: number; width: number; height: number };

export class WebContents extends EventEmitter {
  destroyed = false;
  readonly send = vi.fn();
  openHandler: ((details: { url: string }) => unknown) | undefined;
  readonly setWindowOpenHandler = (handler: (details: { url: string }) => unknown): void => {
    this.openHandler = handler;
  };
  readonly isDestroyed = (): boolean => this.destroyed;
}

export class BrowserWindow extends EventEmitter {
  static readonly opened: BrowserWindow[] = [];
  readonly options: Record<string, unknown>;
  readonly webContents = new WebContents();
  bounds: Bounds = { x: 10, y: 20, width: 1280, height: 800 };
  maximized = false;
  focused = false;
  readonly loadURL = vi.fn(() => Promise.resolve());
  readonly show = vi.fn();
  readonly focus = vi.fn();
  readonly restore = vi.fn();
  readonly isMinimized = (): boolean => false;
  readonly isMaximized = (): boolean => this.maximized;
  readonly isFocused = (): boolean => this.focused;
  readonly isDestroyed = (): boolean => false;
  readonly maximize = (): void => void (this.maximized = true);
  readonly getNormalBounds = (): Bounds => this.bounds;

  constructor(options: Record<string, unknown>) {
    super();
    this.options = options;
    BrowserWindow.opened.push(this);
  }
}

export const screen = {
  displays: [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }],
  getAllDisplays: () => screen.displays,
};

export const dialog = {
  showMessageBox: vi.fn(() => Promise.resolve({ response: 0 })),
  showErrorBox: vi.fn(),
};

export const protocol = {
  registerSchemesAsPrivileged: vi.fn(),
  handlers: new Map<string, (request: Request) => Promise<Response>>(),
  handle: (scheme: string, handler: (request: Request) => Promise<Response>): void =>
    void protocol.handlers.set(scheme, handler),
};

export class Session extends EventEmitter {
  readonly setPermissionRequestHandler = vi.fn();
  readonly setPermissionCheckHandler = vi.fn();
  readonly setDevicePermissionHandler = vi.fn();
  readonly setDisplayMediaRequestHandler = vi.fn();
  readonly setSpellCheckerEnabled = vi.fn();
  readonly webRequest = { onBeforeRequest: vi.fn() };
}
export const session = { defaultSession: new Session() };

export const Menu = {
  buildFromTemplate: vi.fn((template: unknown) => template),
  setApplicationMenu: vi.fn(),
};

export class Notification extends EventEmitter {
  static readonly shown: Notification[] = [];
  static readonly isSupported = (): boolean => true;
  readonly said: { title: string; body: string };

  constructor(said: { title: string; body: string }) {
    super();
    this.said = said;
  }

  show(): void {
    Notification.shown.push(this);
  }
}

export class UtilityChild extends EventEmitter {
  pid: number | undefined = undefined;
  readonly postMessage = vi.fn();
}
/** Ends at once, as on a machine without a keychain service. */
export const utilityProcess = {
  fork: vi.fn(() => {
    const child = new UtilityChild();
    setImmediate(() => child.emit('exit', 1));
    return child;
  }),
};
