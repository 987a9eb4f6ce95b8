import type { JsonObject } from '../../src/shared/model/json.ts';
import type { LedgerEntry, NewEntry } from '../../src/shared/model/ledger-entry.ts';
import type { EventLog } from '../../src/main/ports/event-log.port.ts';

/** An event log in memory, for tests of the engine alone. A test may make the next append fail, as a full disk would. */
export class MemoryLog implements EventLog {
  readonly all: LedgerEntry[] = [];
  readonly #details = new Map<number, JsonObject>();
  /** Called before each append; throwing stands for a crash or a full disk. */
  beforeAppend: (entry: NewEntry) => void = () => undefined;

  append(...entries: readonly NewEntry[]): Promise<readonly LedgerEntry[]> {
    const written = entries.map((entry) => {
      this.beforeAppend(entry);
      const { details, ...open } = entry;
      const index = this.all.length;
      if (details) this.#details.set(index, details);
      const record = {
        index,
        time: `2026-01-05T09:00:${String(index).padStart(2, '0')}.000Z`,
        actor: 'operator',
        leafHash: '',
      };
      const stored = { ...open, ...record, ...(details && { details: { commitment: '', digest: '' } }) };
      this.all.push(stored);
      return stored;
    });
    return Promise.resolve(written);
  }

  entries({ runId, tenantId, types, from = 0 }: Parameters<EventLog['entries']>[0]): readonly LedgerEntry[] {
    return this.all.filter(
      (entry) =>
        entry.index >= from &&
        (runId === undefined || entry.runId === runId) &&
        (tenantId === undefined || entry.tenantId === tenantId) &&
        (types === undefined || types.includes(entry.type)),
    );
  }

  size(): number {
    return this.all.length;
  }

  unseal({ index }: LedgerEntry): Promise<JsonObject | undefined> {
    return Promise.resolve(this.#details.get(index));
  }

  /** What happened, one short word a step: `done create`, `completed`. */
  story(): readonly string[] {
    return this.all.map(({ type, data }) => {
      const word = type.replace(/^(step|run)\./, '');
      return typeof data['step'] === 'string' ? `${word} ${data['step']}` : word;
    });
  }
}
