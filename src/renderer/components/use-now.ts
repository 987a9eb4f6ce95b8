import { useSyncExternalStore } from 'react';

type Ticker = { readonly subscribe: (wake: () => void) => () => void; readonly now: () => number };

/** One timer for everybody who looks at the clock at this pace, and none when nobody does. */
function ticker(everyMs: number): Ticker {
  const wakes = new Set<() => void>();
  let now = Date.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const tick = () => {
    now = Date.now();
    for (const wake of wakes) wake();
  };
  return {
    now: () => now,
    subscribe: (wake) => {
      now = Date.now();
      wakes.add(wake);
      timer ??= setInterval(tick, everyMs);
      return () => {
        wakes.delete(wake);
        if (wakes.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}

const paces = { second: ticker(1000), halfMinute: ticker(30_000) } as const;

/** The present time in milliseconds, kept current at the pace that the place needs. */
export const useNow = (pace: keyof typeof paces): number =>
  useSyncExternalStore(paces[pace].subscribe, paces[pace].now);
