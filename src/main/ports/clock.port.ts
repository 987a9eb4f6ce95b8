/** Time as the outside world tells it. Logic never asks the system itself, so a test decides what time it is. */
export type Clock = {
  /** The wall clock. It may jump. */
  now(): Date;
  /** Milliseconds since an arbitrary start; never goes back. For durations only. */
  monotonicMs(): number;
  /** Resolves after `ms`, or rejects with the signal's reason. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
};
