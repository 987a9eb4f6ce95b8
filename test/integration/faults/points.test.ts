import { afterAll, beforeAll, expect, test } from 'vitest';
import { broker } from '../../faults/brokers.ts';
import { Lane, SUITE } from '../../faults/lane.ts';
import { tryCase, type Case } from '../../faults/points.ts';
import { clean } from '../../faults/verdict.ts';
import { usePortal } from '../../helpers/sandbox.ts';

// A handful of the places up to the isolation suite; `npm run faults` kills at all of them, on both sides of it.
const cases: readonly Case[] = [
  { scenario: 'provision', dieAt: 5, ending: 'resumed' },
  { scenario: 'provision', dieAt: 40, ending: 'rolled-back' },
  { scenario: 'provision', dieAt: 72, ending: 'resumed' },
  { scenario: 'provision', dieAt: 80, ending: 'rolled-back' },
  { scenario: 'rollback', dieAt: 12, ending: 'rolled-back' },
];

const portal = usePortal();
let lane: Lane | undefined;
beforeAll(async () => {
  lane = await Lane.start(portal());
});
afterAll(async () => {
  expect(await lane?.close()).toEqual(clean);
});

test.each(cases.map((one, number) => ({ ...one, number })))(
  'a console killed at place $dieAt of a $scenario leaves nothing behind once it is $ending',
  { timeout: 120_000 },
  async ({ number, ...one }) => {
    if (lane === undefined) throw new Error('There is no workstation.');
    expect(await tryCase(lane, one, broker(number + 1), SUITE)).toEqual(clean);
  },
);
