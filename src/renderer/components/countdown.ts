import { useEffect, useState } from 'react';

export type Countdown = {
  /** Whole seconds that are left, rounded up: it says 1 until it is over. */
  readonly secondsLeft: number;
  /** What is left of the whole, 1 to 0. */
  readonly share: number;
  readonly over: boolean;
};

/** Where a countdown of `seconds` that began at `startedAt` stands at `now`; both in milliseconds. */
export function countdownAt(startedAt: number, seconds: number, now: number): Countdown {
  const left = Math.max(0, startedAt + seconds * 1000 - now);
  return {
    secondsLeft: Math.ceil(left / 1000),
    share: seconds === 0 ? 0 : Math.min(1, left / (seconds * 1000)),
    over: left === 0,
  };
}

/** Counts down from when the component was mounted, and calls `onOver` once. */
export function useCountdown(seconds: number, onOver: () => void): Countdown {
  const [startedAt] = useState(() => Date.now());
  const [now, setNow] = useState(startedAt);
  const countdown = countdownAt(startedAt, seconds, now);
  useEffect(() => {
    if (countdown.over) {
      onOver();
      return;
    }
    const timer = setTimeout(() => setNow(Date.now()), 250);
    return () => clearTimeout(timer);
  }, [countdown.over, now, onOver]);
  return countdown;
}
