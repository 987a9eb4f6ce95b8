import { startTestCluster } from '../helpers/postgres.setup.ts';
import { startTestPortal } from '../helpers/sandbox.ts';
import { tryPoints, type Outcome } from './points.ts';
import { joined } from './verdict.ts';

export type FaultOptions = {
  readonly every: number;
  readonly random: number;
  readonly seed: number;
  readonly log: (line: string) => void;
};

/** Everything that can go wrong, on a database of its own. */
export async function faults({ every, log }: FaultOptions): Promise<Outcome> {
  const { cluster, stop } = await startTestCluster();
  const portal = await startTestPortal({ cluster });
  let used = 0;
  const numbers = () => (used += 1);
  try {
    const outcomes = [await tryPoints({ portal, every, numbers, log })];
    return {
      points: outcomes[0]?.points ?? 0,
      runs: outcomes.reduce((sum, { runs }) => sum + runs, 0),
      verdict: joined(outcomes.map(({ verdict }) => verdict)),
    };
  } finally {
    await portal.close();
    await stop();
  }
}
