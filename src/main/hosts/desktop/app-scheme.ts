import { protocol } from 'electron';
import type { Console } from '../../compose.ts';
import { readScreen } from '../screens.ts';
import { appOrigin } from './own-page.ts';

const { protocol: origin, host: ours } = new URL(appOrigin);
const scheme = origin.replace(':', '');

/** Makes `app://` an origin like `https://` is one. Must be called before the app is ready. */
export function registerAppScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true };
  protocol.registerSchemesAsPrivileged([{ scheme, privileges }]);
}

/** Answers `app://console/…` with the built screens, under the same policy as in a browser, and everything else with 404. */
export function serveScreens(folder: string, ids: Pick<Console['ids'], 'bytes'>): void {
  protocol.handle(scheme, async ({ url, method }) => {
    const { host, pathname } = new URL(url);
    const nonce = Buffer.from(ids.bytes(16)).toString('base64');
    const isOurs = host === ours && method === 'GET';
    const screen = isOurs ? await readScreen(folder, pathname, nonce) : undefined;
    return screen === undefined
      ? new Response(null, { status: 404 })
      : new Response(screen.body, { headers: screen.headers });
  });
}
