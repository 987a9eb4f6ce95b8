import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openConsole, type Console } from '../../src/main/compose.ts';
import { openKeychain } from '../../src/main/adapters/keychain/open-keychain.ts';
import { openSqliteLedgerStore } from '../../src/main/adapters/sqlite/sqlite-ledger-store.adapter.ts';
import { openHome } from '../../src/main/adapters/system/console-home.ts';
import { systemClock } from '../../src/main/adapters/system/system-clock.adapter.ts';
import { systemIds } from '../../src/main/adapters/system/system-ids.adapter.ts';
import { openLedger, type NewEntry } from '../../src/main/ledger/ledger.ts';
import { showOverview } from '../../src/shared/contract/overview.contract.ts';
import { searchTenants } from '../../src/shared/contract/tenants.contract.ts';
import type { Bench, Figure } from './bench.ts';

type Tenant = {
  readonly tenantId: string;
  readonly legalName: string;
  readonly croNumber: string;
  readonly email: string;
};

const syllables = ['mur', 'kel', 'bren', 'oca', 'fitz', 'dal', 'gar', 'lin', 'shan', 'tor', 'wex', 'clo'];

/** Names with enough variety that a search of three letters finds some hundreds. */
function tenant(n: number): Tenant {
  const part = (shift: number) => syllables[Math.floor(n / 12 ** shift) % 12] ?? '';
  const legalName = `${part(0)}${part(1)} ${part(2)}${part(3)} Brokers ${n}`;
  return {
    tenantId: `brk_${String(n).padStart(26, '0')}`,
    legalName,
    croNumber: String(100_000 + n),
    email: `admin${n}@${part(0)}${part(2)}.example`,
  };
}

/** The entries of one provisioning as its run leaves them; `of` says how many there are to be. */
function entriesOf({ tenantId, legalName, croNumber, email }: Tenant, n: number, of: number): NewEntry[] {
  const runId = `run_${String(n).padStart(26, '0')}`;
  const base = { runId, tenantId };
  const input = { legalName, croNumber, contact: { name: `Person ${n}`, email }, plan: 'standard' };
  const opening = {
    runbook: 'pooled.provision',
    version: 1,
    connection: 'sandbox',
    environment: 'sandbox',
    inputCommitment: '',
  };
  const steps = Array.from({ length: of - 2 }, (_, at): NewEntry => {
    const step = `step-${Math.floor(at / 2)}`;
    if (at % 2 === 0) return { ...base, type: 'step.intended', data: { step } };
    return { ...base, type: 'step.done', data: { step, how: 'applied', ms: 1, receipt: {} } };
  });
  return [
    { ...base, type: 'run.opened', data: opening, details: { input, salt: '00' } },
    ...steps,
    { ...base, type: 'run.completed', data: {} },
  ];
}

/** Fills a home through the real ledger, many entries a transaction. */
async function fill(home: string, tenants: number, entriesEach: number): Promise<void> {
  const ids = systemIds(systemClock);
  const settings = await openHome(home, ids);
  const keychain = await openKeychain({ home, ids, allowThrowAway: true, kind: 'throw-away' });
  const store = openSqliteLedgerStore({ path: join(home, 'ledger.sqlite') });
  const ledger = await openLedger({ store, keychain, clock: systemClock, ids, ...settings });
  const batch = 200;
  for (let from = 0; from < tenants; from += batch) {
    const numbers = Array.from({ length: Math.min(batch, tenants - from) }, (_, at) => from + at);
    await ledger.append(...numbers.flatMap((n) => entriesOf(tenant(n), n, entriesEach)));
  }
  await ledger.close();
}

/** The bare limit of a search: the same rows in an FTS5 table, the same page and the same count. */
function bareSearch(tenants: number): (query: string) => void {
  const db = new Database(':memory:');
  db.exec(
    "CREATE VIRTUAL TABLE bare USING fts5(tenantId, legalName, croNumber, email, name, tokenize='trigram')",
  );
  const insert = db.prepare('INSERT INTO bare VALUES (@tenantId, @legalName, @croNumber, @email, @name)');
  db.transaction(() => {
    for (let n = 0; n < tenants; n += 1) insert.run({ ...tenant(n), name: `Person ${n}` });
  })();
  const rows = db.prepare('SELECT * FROM bare WHERE bare MATCH ? ORDER BY rowid DESC LIMIT 50');
  const count = db.prepare('SELECT count(*) FROM bare WHERE bare MATCH ?');
  return (query) => {
    const phrase = `"${query}"`;
    rows.all(phrase);
    count.get(phrase);
  };
}

const quantile = (values: readonly number[], q: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * q)] ?? 0;

async function timed(work: () => unknown): Promise<number> {
  const since = performance.now();
  await work();
  return performance.now() - since;
}

/** What an operator types: a part of a name, a company number, an e-mail, an id. */
const queries = (tenants: number): string[] =>
  Array.from({ length: 100 }, (_, at) => {
    const { legalName, croNumber, email, tenantId } = tenant((at * 7919) % tenants);
    return (
      [legalName.slice(0, 6), croNumber, email.slice(0, 9), tenantId.slice(-8), legalName.slice(2, 5)][
        at % 5
      ] ?? ''
    );
  });

async function measureSearch(console: Console, tenants: number): Promise<Figure[]> {
  const bare = bareSearch(tenants);
  const [ours, limit]: [number[], number[]] = [[], []];
  for (const query of queries(tenants)) {
    ours.push(await timed(() => console.call(searchTenants, { query })));
    limit.push(await timed(() => bare(query)));
  }
  return [0.5, 0.95].map((q) => {
    const ratio = quantile(ours, q) / quantile(limit, q);
    return {
      what: `search among ${tenants} tenants, p${q * 100}`,
      value: quantile(ours, q),
      unit: 'ms',
      against: `bare FTS5 over the same rows: ${quantile(limit, q).toFixed(2)} ms`,
      ratio,
      asked: '≤ 3',
      holds: ratio <= 3,
    };
  });
}

const info = (what: string, value: number, unit: string): Figure => ({
  what,
  value,
  unit,
  against: '',
  ratio: null,
  asked: 'to be told',
  holds: true,
});

/** `npm run bench -- console`: opening, searching and remembering much, as the host of the screens does it. */
export const bench: Bench = {
  name: 'console',
  about: 'opening, searching and remembering a hundred thousand tenants and a million entries',
  run: async ({ quick, log }) => {
    const [tenants, entriesEach] = quick ? [2_000, 10] : [100_000, 10];
    const home = mkdtempSync(join(tmpdir(), 'console-bench-'));
    try {
      log(`Filling a ledger with ${tenants} tenants and ${tenants * entriesEach} entries …`);
      await fill(home, tenants, entriesEach);
      const before = process.memoryUsage().rss;
      let console: Console | undefined;
      const start = await timed(async () => {
        console = await openConsole({ home, allowThrowAway: true });
        await console.call(showOverview, {});
      });
      if (console === undefined) throw new Error('the console did not open');
      const opened: Console = console;
      const index = await timed(() => opened.call(searchTenants, { query: '' }));
      const search = await measureSearch(opened, tenants);
      const memory = (process.memoryUsage().rss - before) / 2 ** 20;
      await opened.close();
      return [
        info('start to an overview that answers', start, 'ms'),
        info('first search, which reads and unseals every tenant', index, 'ms'),
        ...search,
        info('memory over an idle process', memory, 'MiB'),
      ];
    } finally {
      rmSync(home, { recursive: true });
    }
  },
};
