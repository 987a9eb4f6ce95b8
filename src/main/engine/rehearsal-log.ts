import type { LedgerEntry } from '../../shared/model/ledger-entry.ts';
import type { Clock } from '../ports/clock.port.ts';
import type { EventLog } from '../ports/event-log.port.ts';

/**
 * A log in memory for a run that is only planned: it remembers what it is given and nothing of it is ever kept. Sealed details
 * are dropped, because nobody will open them.
 */
export function rehearsalLog(actor: string, clock: Clock): EventLog {
  const all: LedgerEntry[] = [];
  return {
    append: (...entries) => {
      const written = entries.map(({ details: _, ...entry }, at) => ({
        ...entry,
        index: all.length + at,
        time: clock.now().toISOString(),
        actor,
        leafHash: '',
      }));
      all.push(...written);
      return Promise.resolve(written);
    },
    entries: ({ runId, tenantId, types, from = 0 }) =>
      all.filter(
        (entry) =>
          entry.index >= from &&
          (runId === undefined || entry.runId === runId) &&
          (tenantId === undefined || entry.tenantId === tenantId) &&
          (types === undefined || types.includes(entry.type)),
      ),
    size: () => all.length,
    unseal: () => Promise.resolve(undefined),
  };
}
