import { afterAll, beforeAll, expect, test } from 'vitest';
import { Lane } from '../../faults/lane.ts';
import { portalGround } from '../../faults/portal-ground.ts';
import { tryCase, type Case } from '../../faults/points.ts';
import { clean } from '../../faults/verdict.ts';
import { worldOf } from '../../faults/world.ts';
import { usePortal } from '../../helpers/sandbox.ts';

// A handful of the places before the isolation suite; `npm run faults` kills at all of them, on both sides of it.
const cases: readonly Case[] = [
  { way: 'founding', direction: 'forward', dieAt: 5, ending: 'resumed' },
  { way: 'founding', direction: 'forward', dieAt: 40, ending: 'rolled-back' },
  { way: 'founding', direction: 'forward', dieAt: 72, ending: 'resumed' },
  { way: 'founding', direction: 'forward', dieAt: 80, ending: 'rolled-back' },
  { way: 'founding', direction: 'back', dieAt: 12, ending: 'rolled-back' },
  { way: 'offboarding', direction: 'forward', dieAt: 60, ending: 'resumed' },
  // While the user is there by whom it is proven that nobody gets in any more.
  { way: 'offboarding', direction: 'forward', dieAt: 96, ending: 'rolled-back' },
];

const portal = usePortal();
let lane: Lane | undefined;
beforeAll(async () => {
  lane = await Lane.start(portalGround(portal(), await worldOf(portal())));
});
afterAll(async () => {
  expect(await lane?.close()).toEqual(clean);
});

test.each(cases.map((one, number) => ({ ...one, number })))(
  'a console killed at place $dieAt of a $way going $direction leaves nothing wrong once it is $ending',
  { timeout: 120_000 },
  async ({ number, ...one }) => {
    if (lane === undefined) throw new Error('There is no workstation.');
    expect(await tryCase(lane, one, number + 1)).toEqual(clean);
  },
);
