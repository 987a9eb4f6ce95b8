import type { Bridge } from '../../shared/contract/bridge.ts';
import { clientOver, type Client } from './client.ts';
import { httpBridge } from './http-bridge.ts';

declare global {
  // What the preload exposes in the desktop window.
  var tenantConsole: Bridge | undefined;
}

/** The bridge in the desktop window, HTTP in a browser. */
export const openClient = (): Client => clientOver(globalThis.tenantConsole ?? httpBridge);
