import { expect, test } from 'vitest';
import { lookDaily } from '../../../src/main/hosts/look-daily.ts';
import type { Clock } from '../../../src/main/ports/clock.port.ts';
import { lastScans, scanOrphans } from '../../../src/shared/contract/reconcile.contract.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { closeConsoles, connect, connectedConsole, HERE } from '../../helpers/console.ts';
import { usePortal } from '../../helpers/sandbox.ts';

const portal = usePortal();
closeConsoles();

const TURN_MS = 15 * 60_000;
const DAY_MS = 86_400_000;

/** Time that goes on by turns: one is over when whoever woke up sleeps again. */
function turns() {
  const manual = new ManualClock(new Date().toISOString(), { autoAdvance: false });
  let asleep = Promise.withResolvers<undefined>();
  const clock: Clock = {
    now: () => manual.now(),
    monotonicMs: () => manual.monotonicMs(),
    sleep: (ms, signal) => {
      const slept = manual.sleep(ms, signal);
      asleep.resolve(undefined);
      return slept;
    },
  };
  const pass = async (ms = TURN_MS) => {
    await asleep.promise;
    asleep = Promise.withResolvers();
    manual.advance(ms);
    await asleep.promise;
  };
  return { clock, pass };
}

const noDefect = (defect: unknown): Promise<string> =>
  Promise.reject(new Error('A defect was reported.', { cause: defect }));

test('every deployment is looked at once a day, whoever looked last', async () => {
  const console = await connectedConsole(portal());
  const { clock, pass } = turns();
  const stopping = new AbortController();
  const looking = lookDaily({ ...console, clock }, noDefect, stopping.signal);
  const last = () => console.call(lastScans, {});

  await pass();
  const [first] = await last();
  expect(first).toMatchObject({ connection: HERE, found: 0 });
  await pass();
  expect(await last()).toEqual([first]);

  await console.call(scanOrphans, { connection: HERE });
  const [own] = await last();
  await pass();
  expect(await last()).toEqual([own]);

  await pass(DAY_MS);
  const [next] = await last();
  expect(Date.parse(next!.scannedAt)).toBeGreaterThan(Date.parse(own!.scannedAt));
  stopping.abort();
  await looking;
});

test('a deployment that is away is asked again at the next turn, and keeps no other from being looked at', async () => {
  const console = await connectedConsole(portal(), { name: 'away', port: 1 });
  await connect(console, portal());
  const { clock, pass } = turns();
  const stopping = new AbortController();
  const looking = lookDaily({ ...console, clock }, noDefect, stopping.signal);
  await pass();
  expect((await console.call(lastScans, {})).map(({ connection }) => connection)).toEqual([HERE]);

  await connect(console, portal(), { name: 'away' });
  await pass();
  const looked = (await console.call(lastScans, {})).map(({ connection }) => connection);
  expect(looked.toSorted()).toEqual(['away', HERE]);
  stopping.abort();
  await looking;
});
