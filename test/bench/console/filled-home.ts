import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openKeychain } from '../../../src/main/adapters/keychain/open-keychain.ts';
import { openSqliteLedgerStore } from '../../../src/main/adapters/sqlite/sqlite-ledger-store.adapter.ts';
import { openHome } from '../../../src/main/adapters/system/console-home.ts';
import { systemClock } from '../../../src/main/adapters/system/system-clock.adapter.ts';
import { systemIds } from '../../../src/main/adapters/system/system-ids.adapter.ts';
import { openLedger, type NewEntry } from '../../../src/main/ledger/ledger.ts';
import { createIdentity } from '../../../src/shared/contract/identity.contract.ts';
import { inHome, operator } from '../../helpers/console-home.ts';
import { entriesOf } from './fictitious-tenants.ts';

/** Filled homes stay here between runs: signing a million entries takes minutes. */
const cache = resolve(import.meta.dirname, '../../../.cache/bench');

/** Entries a transaction: enough that waiting for the disk no longer counts. */
const BATCH = 5000;

export type Size = { readonly tenants: number; readonly entriesEach: number };

/** The folder of a home whose ledger holds that many tenants, each with a finished run; filled once and kept. */
export async function filledHome(
  { tenants, entriesEach }: Size,
  log: (line: string) => void,
): Promise<string> {
  const home = join(cache, `console-${tenants}x${entriesEach}`);
  if (existsSync(home)) return home;
  const filling = `${home}.filling`;
  rmSync(filling, { recursive: true, force: true });
  mkdirSync(filling, { recursive: true });
  log(`Filling ${home} with ${tenants} tenants and ${tenants * entriesEach} entries, once …`);
  await fill(filling, { tenants, entriesEach }, log);
  await inHome(filling, (console) => console.call(createIdentity, operator));
  renameSync(filling, home);
  return home;
}

/** Through the ledger's own append: signed, hashed and sealed like those of a run. */
async function fill(home: string, { tenants, entriesEach }: Size, log: (line: string) => void) {
  const ids = systemIds(systemClock);
  const settings = await openHome(home, ids);
  const keychain = await openKeychain({ home, ids, allowThrowAway: true, kind: 'throw-away' });
  const store = openSqliteLedgerStore({ path: join(home, 'ledger.sqlite') });
  const ledger = await openLedger({ store, keychain, clock: systemClock, ids, ...settings });
  let waiting: NewEntry[] = [];
  for (let n = 0; n < tenants; n += 1) {
    waiting.push(...entriesOf(n, entriesEach));
    if (waiting.length < BATCH && n < tenants - 1) continue;
    await ledger.append(...waiting);
    waiting = [];
    if ((n + 1) % 10_000 === 0) log(`  ${n + 1} tenants`);
  }
  await ledger.close();
}
