import type { Dispatch } from './dispatcher.ts';

/** Calls that have not been answered yet: what a host waits for, or asks about, before it ends. */
export class PendingCalls {
  readonly #pending = new Set<Promise<unknown>>();

  get count(): number {
    return this.#pending.size;
  }

  /** The same dispatch, its calls counted for as long as they last. */
  watch(dispatch: Dispatch): Dispatch {
    return async (name, json) => {
      const call = dispatch(name, json);
      this.#pending.add(call);
      try {
        return await call;
      } finally {
        this.#pending.delete(call);
      }
    };
  }

  /** Resolves when none is left, those included that come while it waits. */
  async settled(): Promise<void> {
    while (this.#pending.size > 0) await Promise.allSettled(this.#pending);
  }
}
