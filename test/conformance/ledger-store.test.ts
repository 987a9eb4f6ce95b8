import { join } from 'node:path';
import { openSqliteLedgerStore } from '../../src/main/adapters/sqlite/sqlite-ledger-store.adapter.ts';
import { LedgerHome } from '../helpers/ledger-home.ts';
import { ledgerStoreConformance } from './ledger-store.conformance.ts';

ledgerStoreConformance('SQLite', () => {
  const home = new LedgerHome();
  return {
    open: () => openSqliteLedgerStore({ path: home.path, busyTimeoutMs: 20 }),
    openSmall: () => openSqliteLedgerStore({ path: join(home.dir, 'small.db'), maxBytes: 200_000 }),
    close: () => home[Symbol.dispose](),
  };
});
