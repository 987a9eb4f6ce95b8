import type { Clock } from '../../src/main/ports/clock.port.ts';

type Sleeper = { readonly at: number; wake(): void };

/**
 * Time that a test moves. `sleep` moves it on by itself, so nothing ever hangs; with `autoAdvance: false` it waits for
 * `advance`.
 */
export class ManualClock implements Clock {
  readonly #autoAdvance: boolean;
  #wall: number;
  #elapsed = 0;
  #sleepers: readonly Sleeper[] = [];

  constructor(start = '2026-01-05T09:00:00.000Z', options: { readonly autoAdvance?: boolean } = {}) {
    this.#wall = Date.parse(start);
    this.#autoAdvance = options.autoAdvance ?? true;
  }

  now(): Date {
    return new Date(this.#wall);
  }

  monotonicMs(): number {
    return this.#elapsed;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
    if (this.#autoAdvance) {
      this.advance(ms);
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      this.#sleepers = [...this.#sleepers, { at: this.#elapsed + ms, wake: resolve }];
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
  }

  /** Moves both clocks on and wakes who slept until then. */
  advance(ms: number): void {
    this.#wall += ms;
    this.#elapsed += ms;
    const due = this.#sleepers.filter(({ at }) => at <= this.#elapsed);
    this.#sleepers = this.#sleepers.filter(({ at }) => at > this.#elapsed);
    for (const sleeper of due) sleeper.wake();
  }

  /** Sets the wall clock alone, as an administrator or NTP would. */
  jumpTo(time: string): void {
    this.#wall = Date.parse(time);
  }
}
