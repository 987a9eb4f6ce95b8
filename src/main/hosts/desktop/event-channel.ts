import type { IpcMain, IpcMainEvent, WebContents } from 'electron';
import { z } from 'zod';
import type { Unsubscribe } from '../../../shared/contract/bridge.ts';
import { channels } from '../../../shared/contract/index.ts';
import type { ReportDefect } from '../defect-log.ts';
import type { EventFeed } from '../event-feed.ts';
import { isOwnPage } from './own-page.ts';

/** More listeners than any page has. */
const MOST_LISTENERS = 64;

/** Number of the page's listener, whether it joins or leaves, and the last event it saw. */
const wish = z.tuple([z.int().min(0), z.boolean(), z.int().min(0).optional()]);

/** Hands the stream to the page's listeners. What is no wish, or comes from elsewhere, is not answered. */
export function carryEvents(ipc: Pick<IpcMain, 'on'>, feed: EventFeed, report: ReportDefect): void {
  const pages = new WeakMap<WebContents, PageListeners>();
  ipc.on(channels.events, (event: IpcMainEvent, ...said: unknown[]) => {
    const wanted = wish.safeParse(said);
    if (!isOwnPage(event.senderFrame) || !wanted.success) return;
    const { sender } = event;
    const page = pages.get(sender) ?? new PageListeners(sender, feed);
    pages.set(sender, page);
    const [listener, joins, after] = wanted.data;
    if (joins) page.join(listener, after).catch((error: unknown) => report(error, channels.events));
    else page.leave(listener);
  });
}

/** The listeners of one page; a page that is loaded anew has none. */
class PageListeners {
  readonly #page: WebContents;
  readonly #feed: EventFeed;
  readonly #followed = new Map<number, Promise<Unsubscribe>>();

  constructor(page: WebContents, feed: EventFeed) {
    this.#page = page;
    this.#feed = feed;
    page.on('did-navigate', () => this.#leaveAll());
    page.on('destroyed', () => this.#leaveAll());
  }

  async join(listener: number, after: number | undefined): Promise<void> {
    if (this.#followed.has(listener) || this.#followed.size >= MOST_LISTENERS) return;
    const following = this.#feed.follow((event) => {
      if (!this.#page.isDestroyed()) this.#page.send(channels.events, listener, event);
    }, after);
    this.#followed.set(listener, following);
    await following;
  }

  leave(listener: number): void {
    const following = this.#followed.get(listener);
    this.#followed.delete(listener);
    // A failure to follow was reported when it was joined.
    void following?.then((stop) => stop()).catch(() => undefined);
  }

  #leaveAll(): void {
    for (const listener of [...this.#followed.keys()]) this.leave(listener);
  }
}
