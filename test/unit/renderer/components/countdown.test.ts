import { describe, expect, test } from 'vitest';
import { countdownAt } from '../../../../src/renderer/components/countdown.ts';

describe('a countdown', () => {
  test('begins with all of its seconds', () => {
    expect(countdownAt(1000, 60, 1000)).toEqual({ secondsLeft: 60, share: 1, over: false });
  });

  test('says 1 until it is over', () => {
    expect(countdownAt(0, 60, 59_999)).toMatchObject({ secondsLeft: 1, over: false });
    expect(countdownAt(0, 60, 60_000)).toEqual({ secondsLeft: 0, share: 0, over: true });
  });

  test('stays over, however late it is looked at', () => {
    expect(countdownAt(0, 60, 3_600_000)).toEqual({ secondsLeft: 0, share: 0, over: true });
  });

  test('never shows more than it began with, also when the clock is set back', () => {
    expect(countdownAt(10_000, 60, 0)).toMatchObject({ share: 1 });
  });

  test('of no time is over at once', () => {
    expect(countdownAt(0, 0, 0)).toEqual({ secondsLeft: 0, share: 0, over: true });
  });
});
