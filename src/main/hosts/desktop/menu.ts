import type { MenuItemConstructorOptions } from 'electron';

/** Opens a screen of the page: `/tenants`. */
export type GoTo = (route: string) => void;

const screens = [
  ['Overview', '/'],
  ['Tenants', '/tenants'],
  ['Provision', '/provision'],
  ['Runs', '/runs'],
  ['Ledger', '/ledger'],
  ['Settings', '/settings'],
] as const;

/** The program's own menu: what a menu must have on the platform, and the screens on Ctrl/Cmd+1 and up. */
export function applicationMenu(goTo: GoTo, isMac: boolean, devTools: boolean): MenuItemConstructorOptions[] {
  const goToScreens = screens.map(([label, route], index): MenuItemConstructorOptions => ({
    label,
    accelerator: `CmdOrCtrl+${index + 1}`,
    click: () => goTo(route),
  }));
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : [{ label: '&File', submenu: [{ role: 'quit' } as const] }]),
    { role: 'editMenu' },
    { label: '&Go', submenu: goToScreens },
    { label: '&View', submenu: viewMenu(devTools) },
    { role: 'windowMenu' },
  ];
}

const viewMenu = (devTools: boolean): MenuItemConstructorOptions[] => [
  { role: 'reload' },
  { type: 'separator' },
  { role: 'resetZoom' },
  { role: 'zoomIn' },
  { role: 'zoomOut' },
  { role: 'togglefullscreen' },
  ...(devTools ? [{ type: 'separator' } as const, { role: 'toggleDevTools' } as const] : []),
];
