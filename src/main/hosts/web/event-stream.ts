import type { ConsoleEvent } from '../../../shared/contract/events.contract.ts';
import type { EventFeed } from '../event-feed.ts';

/** So many events may wait for a slow reader; then it is let go and comes back with the last one it saw. */
const MOST_WAITING = 10_000;
/** Tells a reader that is still there from one that is gone. */
const BEAT_MS = 15_000;

const encoder = new TextEncoder();
const frame = (event: ConsoleEvent) => `id: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`;

/**
 * The console's stream as server-sent events (HTML Standard §9.2), the missed ones first. Errors: those of `EventFeed.follow`.
 */
export async function eventStream(feed: EventFeed, after?: number): Promise<ReadableStream<Uint8Array>> {
  const reader = new StreamReader();
  reader.say(': open\n\n');
  reader.onGone(await feed.follow((event) => reader.say(frame(event)), after));
  const beat = setInterval(() => reader.say(': beat\n\n'), BEAT_MS).unref();
  reader.onGone(() => clearInterval(beat));
  return reader.stream;
}

/** The reading end of one connection. */
class StreamReader {
  readonly stream: ReadableStream<Uint8Array>;
  #controller!: ReadableStreamDefaultController<Uint8Array>;
  #gone = false;
  readonly #onGone: (() => void)[] = [];

  constructor() {
    this.stream = new ReadableStream<Uint8Array>(
      { start: (controller) => void (this.#controller = controller), cancel: () => this.#leave() },
      new CountQueuingStrategy({ highWaterMark: MOST_WAITING }),
    );
  }

  say(text: string): void {
    if (this.#gone) return;
    this.#controller.enqueue(encoder.encode(text));
    if ((this.#controller.desiredSize ?? 0) > 0) return;
    this.#leave();
    this.#controller.close();
  }

  /** Runs `then` when the reader is gone; at once when it is gone already. */
  onGone(then: () => void): void {
    if (this.#gone) then();
    else this.#onGone.push(then);
  }

  #leave(): void {
    this.#gone = true;
    for (const then of this.#onGone.splice(0)) then();
  }
}
