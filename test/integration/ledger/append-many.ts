// One console process of several: appends `count` entries one by one and prints each index once it is durable.
import { openSqliteLedgerStore } from '../../../src/main/adapters/sqlite/sqlite-ledger-store.adapter.ts';
import { systemClock } from '../../../src/main/adapters/system/system-clock.adapter.ts';
import { systemIds } from '../../../src/main/adapters/system/system-ids.adapter.ts';
import { openLedger } from '../../../src/main/ledger/ledger.ts';
import { FileKeychain } from './file-keychain.ts';

const [path = '', keys = '', name = '', count = '0'] = process.argv.slice(2);
const ledger = await openLedger({
  store: openSqliteLedgerStore({ path }),
  keychain: new FileKeychain(keys),
  clock: systemClock,
  ids: systemIds(systemClock),
  organisation: 'pensions.example',
  consoleId: 'desk-1',
});
for (let i = 0; i < Number(count); i += 1) {
  const details = i % 10 === 0 ? { details: { contact: `${name} ${i}` } } : {};
  const [entry] = await ledger.append({
    type: 'step.done',
    runId: name,
    tenantId: 'tenant',
    data: { i },
    ...details,
  });
  process.stdout.write(`${entry!.index}\n`);
}
await ledger.close();
