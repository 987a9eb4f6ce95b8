import type { Unsubscribe } from '../../shared/contract/bridge.ts';
import type { ConsoleEvent } from '../../shared/contract/events.contract.ts';
import { showLedger } from '../../shared/contract/ledger.contract.ts';
import type { LedgerEntry } from '../../shared/model/ledger-entry.ts';
import type { Console } from '../compose.ts';

/** So much is replayed to a listener who was away; who missed more reads everything anew. */
export const MOST_REPLAYED = 5000;
const PAGE = 500;
const MOST_PAGES = 2 + MOST_REPLAYED / PAGE;

type Listener = (event: ConsoleEvent) => void;
type Source = Pick<Console, 'call' | 'subscribe' | 'onProgress'>;
type Progress = Extract<ConsoleEvent, { kind: 'progress' }>['progress'];

/**
 * The stream of a console as its hosts hand it on. The ledger is the memory of the stream: a place in it is a number of entries, so
 * nothing is kept here, and a listener goes on where it was although the host was started anew in between.
 */
export class EventFeed {
  readonly #source: Source;
  readonly #followers = new Set<Follower>();
  readonly #stops: readonly Unsubscribe[];
  /** One past the newest entry that the console has told of. */
  #head = 0;

  constructor(source: Source) {
    this.#source = source;
    this.#stops = [
      source.subscribe((entry) => this.#onEntry(entry)),
      source.onProgress((progress) => this.#followers.forEach((each) => each.tellProgress({ ...progress }))),
    ];
  }

  /**
   * Calls `listener` with every entry from number `after` on, in order, each once, the missed ones first; from now on when `after`
   * is left out. Errors: those of `ledger.show`.
   */
  async follow(listener: Listener, after?: number): Promise<Unsubscribe> {
    const follower = new Follower(listener, after ?? (await this.#page(Number.MAX_SAFE_INTEGER)).size);
    this.#followers.add(follower);
    const leave = () => {
      follower.left = true;
      this.#followers.delete(follower);
    };
    try {
      await this.#catchUp(follower);
    } catch (error) {
      leave();
      throw error;
    }
    return leave;
  }

  close(): void {
    this.#stops.forEach((stop) => stop());
    this.#followers.clear();
  }

  #onEntry(entry: LedgerEntry): void {
    this.#head = entry.index + 1;
    for (const each of this.#followers) if (each.live) each.tellEntry(entry);
  }

  /** Reads page after page until nothing is missing; from then on the live stream goes on without a gap. */
  async #catchUp(follower: Follower): Promise<void> {
    for (let pages = 0; pages < MOST_PAGES && !follower.left; pages += 1) {
      const { size, entries } = await this.#page(follower.next);
      const missed = size - follower.next;
      if (missed < 0 || missed > MOST_REPLAYED) follower.tellLagged(size);
      else entries.forEach((entry) => follower.tellEntry(entry));
      // What was appended while the page was on its way was told to nobody here yet.
      follower.live = entries.length < PAGE && follower.next >= this.#head;
      if (follower.live) return;
    }
    // The ledger grows faster than it is read.
    follower.tellLagged(this.#head);
    follower.live = true;
  }

  #page(from: number) {
    return this.#source.call(showLedger, { from, limit: PAGE });
  }
}

/** One listener and how far it is. */
class Follower {
  next: number;
  live = false;
  left = false;
  readonly #tell: Listener;

  constructor(tell: Listener, next: number) {
    this.#tell = tell;
    this.next = next;
  }

  tellEntry(entry: LedgerEntry): void {
    if (this.left || entry.index < this.next) return;
    this.next = entry.index + 1;
    this.#tell({ seq: this.next, kind: 'entry', entry });
  }

  tellProgress(progress: Progress): void {
    if (this.live) this.#tell({ seq: this.next, kind: 'progress', progress });
  }

  tellLagged(size: number): void {
    this.next = size;
    this.#tell({ seq: size, kind: 'lagged' });
  }
}
