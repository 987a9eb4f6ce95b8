import { protocol } from 'electron';
import type { Console } from '../../compose.ts';
import { readScreen } from '../screens.ts';

const SCHEME = 'app';

/** Where the window's page comes from; an origin of its own, unlike `file:`. */
export const appOrigin = `${SCHEME}://console`;

/** The address of a screen: `/runs/run_…`. The page routes by the fragment, so it is not loaded anew. */
export const screenUrl = (route: string): string => `${appOrigin}/#${route}`;

/** Must be called before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Answers `app://console/…` with the built screens, under the same policy as in a browser, and any other host with 404. */
export function serveScreens(folder: string, ids: Pick<Console['ids'], 'bytes'>): void {
  protocol.handle(SCHEME, async ({ url, method }) => {
    const { host, pathname } = new URL(url);
    const nonce = Buffer.from(ids.bytes(16)).toString('base64');
    const isOurs = host === 'console' && method === 'GET';
    const screen = isOurs ? await readScreen(folder, pathname, nonce) : undefined;
    return screen === undefined
      ? new Response(null, { status: 404 })
      : new Response(screen.body, { headers: screen.headers });
  });
}
