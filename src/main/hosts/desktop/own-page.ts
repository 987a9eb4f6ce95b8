import type { WebFrameMain } from 'electron';

/** Where the window's page comes from; an origin of its own, unlike `file:`. */
export const appOrigin = 'app://console';

/** The address of a screen: `/runs/run_…`. The page routes by the fragment, so it is not loaded anew. */
export const screenUrl = (route: string): string => `${appOrigin}/#${route}`;

/** Whether an address is the console's own page. */
export const isOwnUrl = (url: string): boolean => url === appOrigin || url.startsWith(`${appOrigin}/`);

/** Whether a message comes from the console's own page: the top frame of a window, at our origin. A frame that is gone is not. */
export const isOwnPage = (frame: WebFrameMain | null): frame is WebFrameMain =>
  frame !== null && frame.parent === null && frame.origin === appOrigin;
