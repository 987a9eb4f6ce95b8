import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteLedgerStore } from '../../src/main/adapters/sqlite/sqlite-ledger-store.adapter.ts';
import { openLedger, type Ledger, type LedgerOptions } from '../../src/main/ledger/ledger.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import { MemoryKeychain } from '../fakes/memory-keychain.ts';
import { SeededIds } from '../fakes/seeded-ids.ts';

/** A temporary home with a real SQLite file, and the keychain that belongs to it. */
export class LedgerHome implements Disposable {
  readonly dir = mkdtempSync(join(tmpdir(), 'ledger-'));
  readonly path = join(this.dir, 'ledger.db');
  readonly clock = new ManualClock();
  readonly ids = new SeededIds(this.dir);
  keychain = new MemoryKeychain();

  options(store: Parameters<typeof openSqliteLedgerStore>[0] = { path: this.path }): LedgerOptions {
    const { keychain, clock, ids } = this;
    const owner = { organisation: 'pensions.example', consoleId: 'desk-1' };
    return { store: openSqliteLedgerStore(store), keychain, clock, ids, ...owner };
  }

  open(): Promise<Ledger> {
    return openLedger(this.options());
  }

  [Symbol.dispose](): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}
