import { expect, test } from 'vitest';
import { systemClock } from '../../../../../src/main/adapters/system/system-clock.adapter.ts';

test('sleep waits at least the asked time by the monotonic clock', async () => {
  const start = systemClock.monotonicMs();
  await systemClock.sleep(20);
  expect(systemClock.monotonicMs() - start).toBeGreaterThanOrEqual(18);
});

test("an aborted sleep rejects at once, with the signal's own reason", async () => {
  const controller = new AbortController();
  const sleep = systemClock.sleep(60_000, controller.signal);
  const reason = new Error('the operator cancelled');
  controller.abort(reason);
  await expect(sleep).rejects.toBe(reason);
  await expect(systemClock.sleep(60_000, controller.signal)).rejects.toBe(reason);
});
