import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenOptions } from '../../src/main/adapters/sqlite/open-database.ts';
import { openSqliteLedgerStore } from '../../src/main/adapters/sqlite/sqlite-ledger-store.adapter.ts';
import { examineLedger, openLedger, type Ledger, type LedgerOptions } from '../../src/main/ledger/ledger.ts';
import type { VerifyReport } from '../../src/shared/model/verify-report.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import { MemoryKeychain } from '../fakes/memory-keychain.ts';
import { SeededIds } from '../fakes/seeded-ids.ts';

/** Memory in place of a disk, where there is such a thing: for tests that write thousands of files. */
export const memoryDir = (): string => (existsSync('/dev/shm') ? '/dev/shm' : tmpdir());

/** A temporary home with a real SQLite file, and the keychain that belongs to it. */
export class LedgerHome implements Disposable {
  readonly dir: string;
  readonly path: string;
  readonly clock = new ManualClock();
  readonly ids: SeededIds;
  keychain = new MemoryKeychain();

  constructor(parent = tmpdir()) {
    this.dir = mkdtempSync(join(parent, 'ledger-'));
    this.path = join(this.dir, 'ledger.db');
    this.ids = new SeededIds(this.dir);
  }

  options(store: Partial<OpenOptions> = {}): LedgerOptions {
    const { path, keychain, clock, ids } = this;
    const owner = { organisation: 'pensions.example', consoleId: 'desk-1' };
    return { store: openSqliteLedgerStore({ path, ...store }), keychain, clock, ids, ...owner };
  }

  async open(store?: Partial<OpenOptions>): Promise<Ledger> {
    return await openLedger(this.options(store));
  }

  /** The verdict on the file as it lies there, as `ledger verify` comes to it. */
  async examine(path = this.path): Promise<VerifyReport> {
    const options = this.options({ path });
    try {
      return await examineLedger(options);
    } finally {
      options.store.close();
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}
