import type { App, Session, WebContents } from 'electron';
import { isOwnUrl } from './own-page.ts';

/** Nothing is asked for and nothing is granted; nothing is loaded that did not come with the program. */
export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler(null);
  // It would fetch its dictionaries from a server.
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isCarriedAlong(url) }));
  session.on('will-download', (event) => event.preventDefault());
}

const isCarriedAlong = (url: string): boolean =>
  isOwnUrl(url) || url.startsWith('devtools://') || url.startsWith('data:') || url.startsWith('blob:');

/** Every page that ever comes to be stays where it is, opens nothing and embeds nothing. */
export function hardenContents(app: App): void {
  app.on('web-contents-created', (_event, contents) => confine(contents));
}

function confine(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('will-navigate', (event) => {
    if (!isOwnUrl(event.url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isOwnUrl(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
}
