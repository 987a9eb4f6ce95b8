import { failPointNames, type FailPoint } from '../../src/main/ports/fail-points.port.ts';
import type { TestPortal } from '../helpers/sandbox.ts';
import { broker, type Broker } from './brokers.ts';
import type { Reached } from './console-process.ts';
import { provision, rollBack } from './drive.ts';
import { Lane, SUITE } from './lane.ts';
import { joined, type Verdict } from './verdict.ts';

/** What was tried: how many different places, in how many runs, and what was found wrong. */
export type Outcome = { readonly points: number; readonly runs: number; readonly verdict: Verdict };

type Ending = 'resumed' | 'rolled-back';
export type Case = {
  readonly scenario: 'provision' | 'rollback';
  readonly dieAt: number;
  readonly ending: Ending;
};

export type PointOptions = {
  readonly portal: TestPortal;
  /** Every how many-th case is tried; 1 tries them all. */
  readonly every: number;
  /** Numbers of brokers that nobody else uses. */
  readonly numbers: () => number;
  readonly log: (line: string) => void;
};

const placeOf = ({ name, where }: Reached): string => `${name} ${where}`;

/** The places two whole journeys come by: a provisioning to its end, and taking back a broker that was just made. */
async function survey(lane: Lane, numbers: () => number) {
  const first = broker(numbers());
  await lane.console.arm(0);
  await provision(lane.console, first);
  const provisioned = await lane.console.reached();
  const second = broker(numbers());
  await lane.console.armAt(SUITE);
  await lane.untilDeath((console) => provision(console, second));
  await lane.restart();
  await lane.console.arm(0);
  await rollBack(lane.console, second);
  const takenBack = await lane.console.reached();
  return { provisioned, takenBack, ended: first };
}

/** Within the suite a portal is called some hundred times: the first, the middle and the last of each kind stand for all. */
function cases(provisioned: readonly Reached[], takenBack: readonly Reached[]): readonly Case[] {
  const begin = provisioned.findIndex((each) => placeOf(each) === SUITE) + 1;
  const end = provisioned.findIndex((each) => placeOf(each) === SUITE.replace('before', 'after')) + 1;
  const all = provisioned.map((_, at) => at + 1);
  const early = all.filter((at) => at <= begin);
  const late = all.filter((at) => at >= end);
  const inside = failPointNames.flatMap((name) => {
    const own = all.filter((at) => at > begin && at < end && provisioned[at - 1]?.name === name);
    return [...new Set([own[0], own[own.length >> 1], own.at(-1)])].filter((at) => at !== undefined);
  });
  const of = (scenario: Case['scenario'], ats: readonly number[], ending: Ending) =>
    ats.map((dieAt): Case => ({ scenario, dieAt, ending }));
  return [
    ...of('provision', early, 'rolled-back'),
    ...of('provision', early, 'resumed'),
    ...of(
      'rollback',
      takenBack.map((_, at) => at + 1),
      'rolled-back',
    ),
    ...of('provision', inside, 'rolled-back'),
    ...of('provision', late, 'resumed'),
  ];
}

/** Kills a real process at every place, starts it again, resumes or rolls back, and looks at everything. */
export async function tryPoints({ portal, every, numbers, log }: PointOptions): Promise<Outcome> {
  const lanes = [await Lane.start(portal), await Lane.start(portal)] as const;
  const { provisioned, takenBack, ended } = await survey(lanes[0], numbers);
  const list = cases(provisioned, takenBack).filter((_, at) => at % every === 0);
  const names = new Set<FailPoint>([...provisioned, ...takenBack].map(({ name }) => name));
  const missed = failPointNames.filter((name) => !names.has(name));
  log(`${list.length} kills at ${names.size} named points; the journey has ${provisioned.length} places`);
  const verdicts = [await lanes[0].audit(ended, 'completed')];
  let next = 0;
  const work = async (lane: Lane) => {
    for (let one = list[next++]; one !== undefined; one = list[next++])
      verdicts.push(await tryCase(lane, one, broker(numbers())));
  };
  await Promise.all(lanes.map(work));
  for (const lane of lanes) verdicts.push(await lane.close());
  const verdict = joined(verdicts);
  const unreached = missed.map((name) => `No journey comes by ${name}.`);
  const found = { ...verdict, unresolved: [...verdict.unresolved, ...unreached] };
  return { points: names.size, runs: list.length, verdict: found };
}

/** One kill and what comes of it; `latest` ends the first life there at the latest. */
export async function tryCase(
  lane: Lane,
  { scenario, dieAt, ending }: Case,
  of: Broker,
  latest = '',
): Promise<Verdict> {
  if (scenario === 'rollback') {
    await lane.console.armAt(SUITE);
    await lane.untilDeath((console) => provision(console, of));
    await lane.restart();
  }
  await lane.console.arm(dieAt, latest);
  await lane.untilDeath((console) =>
    scenario === 'rollback' ? rollBack(console, of) : provision(console, of),
  );
  await lane.restart();
  if (ending === 'rolled-back') return lane.endByRollback(of);
  // Until the suite begins: the suite itself is what costs time, and late cases go through it.
  await lane.console.armAt(SUITE);
  if (!(await lane.untilDeath((console) => provision(console, of)))) return lane.audit(of, 'completed');
  await lane.restart();
  return lane.endByRollback(of);
}
