import { hash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { parseEnvelope, preAuthEncoding } from '../../src/main/ledger/dsse.ts';
import { openLedger, type Ledger, type NewEntry } from '../../src/main/ledger/ledger.ts';
import { signingKeyOf } from '../../src/main/ledger/signing-key.ts';
import { Secret } from '../../src/shared/model/secret.ts';
import { LedgerHome } from '../helpers/ledger-home.ts';
import { BareVerify } from './bare-verify.ts';
import type { Bench, Figure } from './bench.ts';
import { median } from './median.ts';

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

/** What one round took, both sides one after the other. */
type Round = { readonly ours: number; readonly bare: number };

/** The median of the rounds' own ratios: what else the machine does strikes both sides of a round alike. */
const ratioOf = (rounds: readonly Round[]): number => median(rounds.map(({ ours, bare }) => ours / bare));

/** Mean microseconds of one `work`. */
async function microseconds(times: number, work: () => unknown): Promise<number> {
  const start = process.hrtime.bigint();
  for (let i = 0; i < times; i += 1) await work();
  return Number(process.hrtime.bigint() - start) / times / 1000;
}

async function alternate(
  rounds: number,
  sides: { readonly ours: () => Promise<number>; readonly bare: () => Promise<number> },
): Promise<readonly Round[]> {
  const done: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const early = round % 2 === 0 ? await sides.bare() : undefined;
    const ours = await sides.ours();
    done.push({ ours, bare: early ?? (await sides.bare()) });
  }
  return done;
}

/** Signs, hashes and inserts the same bytes in one durable transaction, and does nothing else. */
function bareAppend(home: LedgerHome, envelope: Uint8Array): () => void {
  const database = new Database(join(home.dir, 'bare.db'));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('CREATE TABLE entry (idx INTEGER PRIMARY KEY, envelope BLOB NOT NULL, leaf BLOB NOT NULL)');
  const insert = database.prepare('INSERT INTO entry (envelope, leaf) VALUES (?, ?)');
  const key = signingKeyOf(new Secret(home.ids.bytes(32)));
  const { payloadType, payload } = parseEnvelope(envelope)!;
  const message = preAuthEncoding(payloadType, payload);
  return () => {
    key.sign(message);
    insert.run(envelope, hash('sha256', envelope, 'buffer'));
  };
}

async function appendFigure(quick: boolean): Promise<Figure> {
  using home = new LedgerHome();
  const options = home.options();
  const ledger = await openLedger(options);
  await ledger.append(event(0));
  const bare = bareAppend(home, options.store.entry(1)!.envelope);
  let i = 1;
  const ours = (): Promise<unknown> => ledger.append(event((i += 1)));
  const warmUp = quick ? 500 : 5000;
  await microseconds(warmUp, bare);
  await microseconds(warmUp, ours);
  const rounds = await alternate(quick ? 10 : 60, {
    ours: () => microseconds(200, ours),
    bare: () => microseconds(200, bare),
  });
  await ledger.close();
  const ratio = 1 / ratioOf(rounds);
  return {
    what: 'append, one durable transaction an entry',
    value: Math.round(1e6 / median(rounds.map((round) => round.ours))),
    unit: 'entries/s',
    against: `bare sign + hash + insert: ${Math.round(1e6 / median(rounds.map((round) => round.bare)))} entries/s`,
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

/** The fastest round of each side: a few seconds on all cores are only ever lengthened by what else runs. */
const fastest = (rounds: readonly Round[], side: keyof Round): number =>
  Math.min(...rounds.map((round) => round[side]));

async function verifyWhole(ledger: Ledger, entries: number, threads: number): Promise<void> {
  const report = await ledger.verify({ threads });
  if (!report.ok || report.entries !== entries) throw new Error('The ledger of the benchmark must be good.');
}

async function verifyFigure(quick: boolean, log: (line: string) => void): Promise<Figure> {
  using home = new LedgerHome();
  const entries = quick ? 10_000 : 100_000;
  const threads = availableParallelism();
  const ledger = await home.open();
  await fill(ledger, entries);
  const bare = await BareVerify.over(home, threads);
  const rounds = await alternate(quick ? 2 : 5, {
    ours: () => microseconds(1, () => verifyWhole(ledger, entries, threads)),
    bare: () => microseconds(1, () => bare.run()),
  });
  for (const round of rounds) log(`verify ${seconds(round.ours)} s, bare ${seconds(round.bare)} s`);
  await bare.close();
  await ledger.close();
  const ratio = fastest(rounds, 'ours') / fastest(rounds, 'bare');
  return {
    what: `verify ${entries} entries on ${threads} threads`,
    value: seconds(fastest(rounds, 'ours')),
    unit: 's',
    against: `bare loop of verify + hash over the envelopes in memory: ${seconds(fastest(rounds, 'bare'))} s`,
    ratio,
    asked: 'ratio ≤ 1.25',
    holds: ratio <= 1.25,
  };
}

const seconds = (microseconds: number): number => Number((microseconds / 1e6).toFixed(2));

export const bench: Bench = {
  name: 'ledger',
  about: 'Appending to and verifying the signed ledger, beside the bare cryptography and storage.',
  run: async (options) => [
    await appendFigure(options.quick),
    await verifyFigure(options.quick, (line) => options.log(line)),
  ],
};
