import { listConnections } from '../../shared/contract/connections.contract.ts';
import { lastScans, scanOrphans } from '../../shared/contract/reconcile.contract.ts';
import { isOperatorError } from '../../shared/errors/operator-error.ts';
import type { Console } from '../compose.ts';
import type { ReportDefect } from './defect-log.ts';

const DAY_MS = 86_400_000;
/** Whether a day is over is asked so often; a deployment that could not be reached is asked again as soon. */
const TURN_MS = 15 * 60_000;

type Looker = Pick<Console, 'call' | 'clock'>;

/**
 * Looks for orphans (P16) on each connection whose newest look, whoever took it, is a day old, until `signal` is aborted. The first
 * turn comes a quarter of an hour after the start. What is found stands on the overview; a look that fails is taken again at the next
 * turn and says nothing about orphans. Never rejects: a defect is reported once, and nothing more is looked at.
 */
export async function lookDaily(console: Looker, report: ReportDefect, signal: AbortSignal): Promise<void> {
  const isOver = () => signal.aborted;
  while (!isOver()) {
    try {
      await console.clock.sleep(TURN_MS, signal);
      for (const connection of await dueConnections(console)) if (!isOver()) await look(console, connection);
    } catch (error) {
      if (isOver()) return;
      await report(error, 'look-daily');
      return;
    }
  }
}

/** None for whoever may not look, or is nobody yet. */
async function dueConnections({ call, clock }: Looker): Promise<readonly string[]> {
  return unlessRefused(async () => {
    const known = await call(listConnections, {});
    const looks = new Map(
      (await call(lastScans, {})).map(({ connection, scannedAt }) => [connection, scannedAt]),
    );
    const yesterday = new Date(clock.now().getTime() - DAY_MS).toISOString();
    return known
      .map(({ connection }) => connection.name)
      .filter((name) => (looks.get(name) ?? '') <= yesterday);
  }, []);
}

const look = ({ call }: Looker, connection: string): Promise<unknown> =>
  unlessRefused(() => call(scanOrphans, { connection }), undefined);

/** A refusal or an outage is for the operator who looks at the screens, not for a defect log. */
async function unlessRefused<Answer>(ask: () => Promise<Answer>, otherwise: Answer): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (isOperatorError(error)) return otherwise;
    throw error;
  }
}
