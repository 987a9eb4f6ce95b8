import { startDesktop } from './hosts/desktop/start-desktop.ts';

// Not awaited: Electron becomes ready only after this module has been evaluated.
void startDesktop();
