import { hasCode } from '../../shared/errors/operator-error.ts';
import type { Console } from '../compose.ts';
import type { ReportDefect } from './defect-log.ts';

const EVERY_MS = 1000;

/**
 * Looks every second for what other processes of this home have recorded, until `signal` is aborted. A ledger that cannot be read is
 * reported once and not looked at again: `ledger.verify` says what is wrong with it.
 */
export async function followOtherProcesses(
  { clock, poll }: Pick<Console, 'clock' | 'poll'>,
  report: ReportDefect,
  signal: AbortSignal,
): Promise<void> {
  const isOver = () => signal.aborted;
  while (!isOver()) {
    try {
      await clock.sleep(EVERY_MS, signal);
      poll();
    } catch (error) {
      if (isOver()) return;
      if (hasCode(error, 'E_LEDGER_BUSY')) continue;
      await report(error, 'follow-other-processes');
      return;
    }
  }
}
