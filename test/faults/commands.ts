import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { Fate } from '../helpers/cutting-proxy.ts';
import { DESKS, FIRMS, type Place, type Reference, type Standing } from './reference.ts';
import type { Sequence } from './sequence.ts';

/** Something that an operator, a colleague or bad luck does. */
export type Command = fc.AsyncCommand<Reference, Sequence>;

/** A desk, and the firm that it works on. */
type Work = { readonly at: number; readonly firm: number };

const placeOf = ({ at, firm }: Work): Place => ({ home: DESKS[at] ?? 0, firm });

const provision = (work: Work): Command => forward('provisions', work, ['none']);
const resume = (work: Work): Command => forward('resumes', work, ['open', 'unsure', 'taken-back']);

const forward = (verb: string, work: Work, standings: readonly Standing[]): Command => ({
  check: (model) => standings.includes(model.of(placeOf(work)).standing),
  run: async (model, real) => {
    const troubled = real.isTroubled(work.at);
    ends(await real.forward(work.at, work.firm), troubled);
    model.wentForward(placeOf(work), troubled);
    await look(model, real, placeOf(work), troubled);
  },
  toString: () => `desk ${work.at} ${verb} firm ${work.firm}`,
});

const rollBack = (work: Work): Command => ({
  check: (model) => model.of(placeOf(work)).standing !== 'none',
  run: async (model, real) => {
    const troubled = real.isTroubled(work.at);
    ends(await real.back(work.at, work.firm), troubled);
    model.wentBack(placeOf(work), troubled);
    await look(model, real, placeOf(work), troubled);
  },
  toString: () => `desk ${work.at} rolls firm ${work.firm} back`,
});

/** Two consoles at once: two processes take on one run, or two workstations want the firm. */
const race = ({ at, firm }: Work, other: number): Command => {
  const works = [
    { at, firm },
    { at: other, firm },
  ] as const;
  const places = [placeOf(works[0]), placeOf(works[1])] as const;
  const isOneHome = places[0].home === places[1].home;
  return {
    check: (model) => at !== other && (!isOneHome || model.of(places[0]).standing !== 'none'),
    run: async (model, real) => {
      const isOneRun = isOneHome && (await real.isOpened(places[0]));
      const racing = isOneRun || !isOneHome ? works : works.slice(0, 1);
      const troubles = racing.map((work) => real.isTroubled(work.at));
      const outcomes = await Promise.all(racing.map((work) => real.forward(work.at, work.firm)));
      outcomes.forEach((outcome, which) => ends(outcome, troubles[which] === true));
      const troubled = troubles.includes(true);
      if (isOneHome) model.wentForward(places[0], troubled);
      else model.raced(places, troubled);
      const seen = await Promise.all(places.map((place) => real.sees(place)));
      assert(isOneHome || !seen.every((each) => each === 'present'), 'a firm is a tenant twice');
      for (const place of places) await look(model, real, place, troubled);
    },
    toString: () => `desks ${at} and ${other} want firm ${firm} at once`,
  };
};

const reconcile = (at: number): Command => ({
  check: () => true,
  run: async (_, real) => {
    const troubled = real.isTroubled(at);
    const { outcome, found } = await real.scan(at);
    ends(outcome, troubled);
    assert.equal(found, 0, `${found} orphans`);
  },
  toString: () => `desk ${at} looks for orphans`,
});

const crash = (at: number, places: number): Command => ({
  check: () => true,
  run: (_, real) => {
    real.crash(at, places);
    return Promise.resolve();
  },
  toString: () => `desk ${at} dies ${places} places on`,
});

const cut = (at: number, messages: number, fate: Fate): Command => ({
  check: () => true,
  run: (_, real) => {
    real.cut(at, messages, fate);
    return Promise.resolve();
  },
  toString: () => `the network of desk ${at} meets ${JSON.stringify(fate)} ${messages} messages on`,
});

/** In peace everything comes to its end; a console that met trouble may refuse or die, and says so. */
const ends = (outcome: string, troubled: boolean): void =>
  assert(troubled || outcome === 'done', `it ${outcome} where nothing was in its way`);

/** After something that nothing has disturbed, what is there is what may be there; without a run there is never anything. */
async function look(model: Reference, real: Sequence, place: Place, troubled: boolean): Promise<void> {
  const isOpened = await real.isOpened(place);
  if (!isOpened) model.wasNotOpened(place);
  if (isOpened && troubled) return;
  const may = model.of(place).presence;
  const seen = await real.sees(place);
  assert(model.saw(place, seen), `${real.journey(place).tenantId} is ${seen}, and should be ${may}`);
}

const upTo = (most: number) => fc.noBias(fc.integer({ min: 1, max: most }));
const desk = fc.nat(DESKS.length - 1);
const work = fc.record({ at: desk, firm: fc.nat(FIRMS - 1) });

/** Places and messages of a founding, there and back; a few are beyond its end. */
const PLACES = 110;
const MESSAGES = 420;

const fate: fc.Arbitrary<Fate> = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom<Fate>('cut', 'pass-then-cut', 'reset') },
  { weight: 4, arbitrary: fc.record({ truncate: fc.integer({ min: 1, max: 40 }) }) },
  { weight: 4, arbitrary: fc.record({ delayMs: fc.integer({ min: 5, max: 60 }) }) },
  { weight: 1, arbitrary: fc.constant<Fate>('stall') },
);

/** What may happen, the likely more often. */
export const anyCommands = (most: number) =>
  fc.commands<Reference, Sequence, false>(
    [
      work.map(provision),
      work.map(provision),
      work.map(resume),
      work.map(rollBack),
      fc.tuple(work, desk).map(([one, other]) => race(one, other)),
      desk.map(reconcile),
      fc.tuple(desk, upTo(PLACES)).map(([at, places]) => crash(at, places)),
      fc.tuple(desk, upTo(PLACES)).map(([at, places]) => crash(at, places)),
      fc.tuple(desk, upTo(MESSAGES), fate).map(([at, messages, what]) => cut(at, messages, what)),
    ],
    { maxCommands: most, size: 'max' },
  );
