import { expect, test } from 'vitest';
import { sideBySide } from '../../../../src/main/isolation/suite/side-by-side.ts';
import { Turns } from '../../../../src/main/isolation/suite/turns.ts';

test('so much goes on at once and no more, in the order in which it came', async () => {
  const turns = new Turns(2);
  const begun: number[] = [];
  let atOnce = 0;
  let most = 0;
  const work = (name: number) =>
    turns.take(async () => {
      begun.push(name);
      most = Math.max(most, ++atOnce);
      await new Promise((wake) => setImmediate(wake));
      atOnce -= 1;
      return name;
    });
  expect(await Promise.all([1, 2, 3, 4, 5].map(work))).toEqual([1, 2, 3, 4, 5]);
  expect({ begun, most }).toEqual({ begun: [1, 2, 3, 4, 5], most: 2 });
});

test('work that fails gives its turn back', async () => {
  const turns = new Turns(1);
  await expect(turns.take(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await turns.take(() => Promise.resolve('next'))).toBe('next');
});

test('side by side, all of it is over before the first error is told', async () => {
  let over = false;
  const slow = new Promise<void>((wake) => setImmediate(wake)).then(() => (over = true));
  await expect(sideBySide(Promise.reject(new Error('no')), slow)).rejects.toThrow('no');
  expect(over).toBe(true);
  expect(await sideBySide(Promise.resolve(1), Promise.resolve('two'))).toEqual([1, 'two']);
});
