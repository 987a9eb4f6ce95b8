import { once } from 'node:events';
import { hash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { openSqliteLedgerStore } from '../../src/main/adapters/sqlite/sqlite-ledger-store.adapter.ts';
import { parseEnvelope, preAuthEncoding } from '../../src/main/ledger/dsse.ts';
import { loadKeys } from '../../src/main/ledger/keys.ts';
import type { Ledger, NewEntry } from '../../src/main/ledger/ledger.ts';
import { Secret } from '../../src/shared/model/secret.ts';
import { signingKeyOf } from '../../src/main/ledger/signing-key.ts';
import { LedgerHome } from '../helpers/ledger-home.ts';
import type { Bench, Figure } from './bench.ts';

/** An event as a provisioning run writes them. */
const event = (i: number): NewEntry => ({
  type: i % 2 === 0 ? 'step.intended' : 'step.done',
  runId: `01KE6P4YM0A38ZZ6YHV61C8${String(Math.floor(i / 30)).padStart(4, '0')}`,
  tenantId: `fohjabieavz0y9ybug1p${String(Math.floor(i / 30)).padStart(4, '0')}`,
  data: {
    step: 'pooled.create-broker-admin',
    receipt: { userId: 'fohjabieavz0y9ybug1puppe', rows: 1, digest: 'e'.repeat(64) },
    ms: i % 500,
  },
});

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

async function microseconds(times: number, work: (i: number) => unknown): Promise<number> {
  const start = process.hrtime.bigint();
  for (let i = 0; i < times; i += 1) await work(i);
  return Number(process.hrtime.bigint() - start) / times / 1000;
}

/** Signs, hashes and inserts the same bytes, one transaction an entry, in the same journal mode. */
function bareAppend(home: LedgerHome, envelope: Uint8Array): () => void {
  const database = new Database(join(home.dir, 'bare.db'));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('CREATE TABLE entry (idx INTEGER PRIMARY KEY, envelope BLOB NOT NULL, leaf BLOB NOT NULL)');
  const insert = database.prepare('INSERT INTO entry (envelope, leaf) VALUES (?, ?)');
  const key = signingKeyOf(new Secret(home.ids.bytes(32)));
  const parsed = parseEnvelope(envelope)!;
  const message = preAuthEncoding(parsed.payloadType, parsed.payload);
  return () => {
    key.sign(message);
    insert.run(envelope, hash('sha256', envelope, 'buffer'));
  };
}

async function appendFigure(quick: boolean): Promise<Figure> {
  using home = new LedgerHome();
  const options = home.options();
  const { openLedger } = await import('../../src/main/ledger/ledger.ts');
  const ledger = await openLedger(options);
  await ledger.append(event(0));
  const bare = bareAppend(home, options.store.entry(1)!.envelope);
  let i = 1;
  const ours = (): Promise<unknown> => ledger.append(event((i += 1)));
  const warmUp = quick ? 500 : 5000;
  await microseconds(warmUp, bare);
  await microseconds(warmUp, ours);
  const rounds: { readonly ours: number; readonly bare: number }[] = [];
  for (let round = 0; round < (quick ? 6 : 40); round += 1) {
    const [first, second] = round % 2 === 0 ? [bare, ours] : [ours, bare];
    const times = [await microseconds(250, first), await microseconds(250, second)] as const;
    rounds.push(round % 2 === 0 ? { bare: times[0], ours: times[1] } : { ours: times[0], bare: times[1] });
  }
  await ledger.close();
  const mine = 1e6 / median(rounds.map((round) => round.ours));
  const limit = 1e6 / median(rounds.map((round) => round.bare));
  const ratio = mine / limit;
  return {
    what: 'append, one durable transaction an entry',
    value: Math.round(mine),
    unit: 'entries/s',
    against: `bare sign + hash + insert: ${Math.round(limit)} entries/s`,
    ratio,
    asked: 'ratio ≥ 0.8',
    holds: ratio >= 0.8,
  };
}

async function fill(ledger: Ledger, entries: number): Promise<void> {
  for (let from = 1; from < entries; from += 500) {
    const batch = Array.from({ length: Math.min(500, entries - from) }, (_, i) => event(from + i));
    await ledger.append(...batch);
  }
}

/** Threads with their share of the log in memory, parsed and ready; the function runs the bare loop in all of them. */
async function bareVerify(home: LedgerHome, threads: number): Promise<{ run(): Promise<number>; close(): Promise<void> }> {
  const store = openSqliteLedgerStore({ path: home.path });
  const { publicKey } = (await loadKeys(home.keychain)).operator;
  const entries = store.entries({}).map(({ envelope }) => {
    const { payloadType, payload, signature } = parseEnvelope(envelope)!;
    return { message: preAuthEncoding(payloadType, payload), signature, envelope };
  });
  store.close();
  const share = Math.ceil(entries.length / threads);
  const workers = Array.from(
    { length: threads },
    (_, i) =>
      new Worker(new URL('./bare-verify.worker.ts', import.meta.url), {
        workerData: { publicKey, entries: entries.slice(i * share, (i + 1) * share) },
      }),
  );
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  return {
    async run() {
      const answers = workers.map((worker) => once(worker, 'message') as Promise<[number]>);
      for (const worker of workers) worker.postMessage('go');
      return (await Promise.all(answers)).reduce((sum, [good]) => sum + good, 0);
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

async function verifyFigure(quick: boolean, log: (line: string) => void): Promise<Figure> {
  using home = new LedgerHome();
  const entries = quick ? 10_000 : 100_000;
  const threads = availableParallelism();
  const ledger = await home.open();
  await fill(ledger, entries);
  const bare = await bareVerify(home, threads);
  const ours: number[] = [];
  const limit: number[] = [];
  for (let round = 0; round < (quick ? 2 : 3); round += 1) {
    let good = 0;
    limit.push(await microseconds(1, async () => (good = await bare.run())));
    ours.push(
      await microseconds(1, async () => {
        const report = await ledger.verify({ threads });
        if (!report.ok || report.entries !== good) throw new Error('The benchmark must verify a good ledger.');
      }),
    );
    log(`round ${round + 1}: ${(ours.at(-1)! / 1e6).toFixed(2)} s, bare ${(limit.at(-1)! / 1e6).toFixed(2)} s`);
  }
  await bare.close();
  await ledger.close();
  const ratio = median(ours) / median(limit);
  return {
    what: `verify ${entries} entries on ${threads} threads`,
    value: Number((median(ours) / 1e6).toFixed(2)),
    unit: 's',
    against: `bare loop of verify + hash: ${(median(limit) / 1e6).toFixed(2)} s`,
    ratio,
    asked: 'ratio ≤ 1.25',
    holds: ratio <= 1.25,
  };
}

export const bench: Bench = {
  name: 'ledger',
  about: 'Appending to and verifying the signed ledger, beside the bare cryptography and storage.',
  run: async ({ quick, log }) => [await appendFigure(quick), await verifyFigure(quick, log)],
};
