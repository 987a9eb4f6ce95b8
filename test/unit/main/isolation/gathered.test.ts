import { expect, test } from 'vitest';
import { gathered } from '../../../../src/main/isolation/gathered.ts';

/** Calls wait until they are let go, one by one. */
function held() {
  const calls: (readonly number[])[] = [];
  const doors: PromiseWithResolvers<undefined>[] = [];
  const ask = gathered(async (questions: readonly number[]) => {
    calls.push(questions);
    const door = Promise.withResolvers<undefined>();
    doors.push(door);
    await door.promise;
    return questions.map((each) => each * 10);
  });
  return { ask, calls, doors };
}

test('questions that come while one is under way share the next call, each with its own answer', async () => {
  const { ask, calls, doors } = held();
  const answers = [ask(1), ask(2), ask(3)];
  expect(calls).toEqual([[1]]);
  doors[0]?.resolve(undefined);
  expect(await answers[0]).toBe(10);
  await expect.poll(() => calls).toEqual([[1], [2, 3]]);
  doors[1]?.resolve(undefined);
  expect(await Promise.all(answers)).toEqual([10, 20, 30]);
});

test('a question never joins a call that has begun already', async () => {
  const { ask, calls, doors } = held();
  const first = ask(1);
  const late = ask(1);
  doors[0]?.resolve(undefined);
  await first;
  await expect.poll(() => calls.length).toBe(2);
  doors[1]?.resolve(undefined);
  expect(await late).toBe(10);
});

test('a call that fails fails those that shared it, and nobody else', async () => {
  const { ask, doors } = held();
  const answers = Promise.allSettled([ask(1), ask(2)]);
  doors[0]?.reject(new Error('no'));
  await expect.poll(() => doors.length).toBe(2);
  doors[1]?.resolve(undefined);
  expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
});
