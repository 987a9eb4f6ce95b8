import { expect, test } from 'vitest';
import { PendingCalls } from '../../../../src/main/hosts/pending-calls.ts';
import { ok } from '../../../../src/shared/errors/result.ts';

test('counts calls for as long as they last, and settles with the last of them', async () => {
  const pending = new PendingCalls();
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const dispatch = pending.watch(() => promise.then(ok));
  const calls = [dispatch('a', '{}'), dispatch('b', '{}')];
  expect(pending.count).toBe(2);
  resolve(undefined);
  await pending.settled();
  expect(pending.count).toBe(0);
  expect(await Promise.all(calls)).toEqual([ok(undefined), ok(undefined)]);
});

test('forgets a call that failed', async () => {
  const pending = new PendingCalls();
  const dispatch = pending.watch(() => Promise.reject(new Error('lost')));
  await expect(dispatch('a', '{}')).rejects.toThrow('lost');
  expect(pending.count).toBe(0);
});
