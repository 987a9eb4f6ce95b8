import { startTestCluster } from '../helpers/postgres.setup.ts';
import { startTestPortal } from '../helpers/sandbox.ts';
import { tryPoints, type Outcome } from './points.ts';

export type FaultOptions = {
  /** Every how many-th place; 1 for all. */
  readonly every: number;
  readonly log: (line: string) => void;
};

/** Kills at every named place, on a database of its own. */
export async function faults({ every, log }: FaultOptions): Promise<Outcome> {
  const { cluster, stop } = await startTestCluster();
  const portal = await startTestPortal({ cluster });
  let used = 0;
  const numbers = () => (used += 1);
  try {
    return await tryPoints({ portal, every, numbers, log });
  } finally {
    await portal.close();
    await stop();
  }
}
