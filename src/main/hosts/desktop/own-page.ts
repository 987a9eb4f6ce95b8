import type { WebFrameMain } from 'electron';
import { appOrigin } from './app-scheme.ts';

/** Whether a message comes from the console's own page: the top frame of a window, at our origin. A frame that is gone is not. */
export const isOwnPage = (frame: WebFrameMain | null): frame is WebFrameMain =>
  frame !== null && frame.parent === null && frame.origin === appOrigin;

/** Whether an address is the console's own page. */
export const isOwnUrl = (url: string): boolean => url === appOrigin || url.startsWith(`${appOrigin}/`);
