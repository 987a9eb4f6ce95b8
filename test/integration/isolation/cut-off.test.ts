import { fork } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { removeLeftovers } from '../../../src/main/isolation/suite/remove-leftovers.ts';
import { openIsolationBench, type IsolationBench } from '../../helpers/isolation.ts';
import { standingRows } from '../../helpers/standing-rows.ts';
import { guardWrites, type WriteGuard } from '../../helpers/write-guard.ts';

/**
 * `CUT_OFFS=every` cuts a check off at each of its writes, which takes an hour, `CUT_OFFS=40` at forty of them; `CUT_OFFS_SEED` picks
 * others. In the usual run a few stand for all.
 */
const wanted = process.env['CUT_OFFS'] ?? '5';
const seed = Number(process.env['CUT_OFFS_SEED'] ?? '7');
const KILLED_EVERY = 5;

/** Counts what comes to the portal and may write, and does something when the one waited for has come, before it is answered. */
function gate() {
  let count = 0;
  let waiting: { readonly at: number; readonly then: () => void } | undefined;
  return {
    come: () => count,
    at: (number: number, then: () => void) => {
      count = 0;
      waiting = { at: number, then };
    },
    wrap:
      (portal: (request: Request) => Response | Promise<Response>) =>
      (request: Request): Response | Promise<Response> => {
        if (!['GET', 'HEAD', 'OPTIONS'].includes(request.method) && ++count === waiting?.at) waiting.then();
        return portal(request);
      },
  };
}

/** `many` places out of `from`, spread over all of it, the same ones for the same seed. */
const placesIn = (from: number, many: number): readonly number[] =>
  Array.from({ length: Math.min(many, from) }, (_, at) => {
    const part = from / Math.min(many, from);
    const inside = ((seed * 7919 + at * 104_729) % 1000) / 1000;
    return 1 + Math.floor(part * (at + inside));
  });

describe('a check that is cut off while the portal is at work on what it asked', () => {
  const door = gate();
  let bench: IsolationBench;
  let guard: WriteGuard;
  let writes = 0;
  beforeAll(async () => {
    bench = await openIsolationBench({ wrap: door.wrap });
    guard = await guardWrites(bench.portal.db);
    door.at(Infinity, () => undefined);
    expect(await bench.run({ timing: false })).toMatchObject({ verdict: 'pass' });
    writes = door.come();
  });
  afterAll(() => bench.close());

  test(
    `leaves what clean-up removes, wherever it was, by a signal or by being killed (${wanted} places)`,
    async () => {
      expect(writes).toBeGreaterThan(500);
      const { db, canary } = bench.portal;
      const before = await standingRows(db);
      const places = placesIn(writes, wanted === 'every' ? writes : Number(wanted));
      for (const [turn, place] of places.entries()) {
        await (turn % KILLED_EVERY === 1 ? kill(place) : abort(place));
        const cut = `cut off at write ${place} of ${writes}`;
        await removeLeftovers(bench.ports, { ...bench.target, isNew: false });
        expect(await standingRows(db), cut).toEqual(before);
        expect(await guard.strayed([bench.target.tenantId, canary.brokerId]), cut).toEqual([]);
      }
    },
    wanted === 'every' ? 7_200_000 : 60_000 + 20_000 * Number(wanted),
  );

  /** The stop signal, while a write is on its way. */
  async function abort(place: number): Promise<void> {
    const stop = new AbortController();
    door.at(place, () => stop.abort());
    await expect(bench.run({ timing: false }, { signal: stop.signal })).rejects.toMatchObject({
      code: 'E_CANCELLED',
    });
  }

  /** A process that is there no more. */
  async function kill(place: number): Promise<void> {
    const { portal, mail, database, canary } = bench.portal;
    const known = { portal, mail: { url: mail.url, apiKey: mail.apiKey }, database };
    const child = fork(new URL('../../helpers/mortal-suite-child.ts', import.meta.url), [
      JSON.stringify(known),
      bench.target.tenantId,
      canary.brokerId,
    ]);
    door.at(place, () => child.kill('SIGKILL'));
    const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    expect(signal).toBe('SIGKILL');
  }
});
