import { isEnding, runEndings } from '../engine/run-events.ts';
import type { Ledger } from '../ledger/ledger.ts';

/** One that had ended is open again while it is taken back. */
const beginnings = ['run.opened', 'run.rolling-back'];

/** Which runs have not ended: read from the whole log when first asked, and kept up to date by what was appended since. */
export class OpenRuns {
  readonly #ledger: Ledger;
  readonly #open = new Set<string>();
  #read = 0;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** Their ids, newest first. */
  current(): readonly string[] {
    const before = this.#ledger.size();
    if (this.#read === 0) this.#readAll(before);
    else if (this.#read < before) this.#readOn(before);
    this.#read = before;
    return [...this.#open].reverse();
  }

  #readAll(before: number): void {
    const opened = this.#ledger.entries({ types: ['run.opened'], runLacks: runEndings, before });
    const takenBack = this.#ledger.entries({
      types: ['run.rolling-back'],
      runLacks: ['run.rolled-back'],
      before,
    });
    for (const { runId = '' } of [...opened, ...takenBack]) this.#open.add(runId);
  }

  #readOn(before: number): void {
    const filter = { types: [...beginnings, ...runEndings], from: this.#read, before };
    for (const { type, runId = '' } of this.#ledger.entries(filter)) {
      if (isEnding(type)) this.#open.delete(runId);
      else this.#open.add(runId);
    }
  }
}
