// A part of the off-boarding in a process of its own, so that what it needs of memory is its own. The job comes in
// by standard input: it holds a password, and what a process was started with can be read by others.
import { createReadStream, readFileSync } from 'node:fs';
import { PostgresGateway } from '../../src/main/adapters/postgres/postgres-gateway.adapter.ts';
import { systemClock } from '../../src/main/adapters/system/system-clock.adapter.ts';
import { zipExports } from '../../src/main/adapters/zip/export-files.adapter.ts';
import { pooledExpected, type PooledSchema } from '../../src/main/tenancy/pooled/schema.ts';
import type { OffboardContext } from '../../src/main/tenancy/pooled/offboard-context.ts';
import { pooledStatements } from '../../src/main/tenancy/pooled/statements/index.ts';
import { anonymisePeople } from '../../src/main/tenancy/pooled/steps/anonymise-people.step.ts';
import { findResidue } from '../../src/main/tenancy/pooled/steps/find-residue.step.ts';
import { exportRows } from '../../src/main/tenancy/pooled/tenant-export.ts';
import type { TenantDatabase } from '../../src/main/ports/database.port.ts';
import type { DatabaseAddress } from '../../src/main/ports/database-gateway.port.ts';
import { checkExport } from '../../src/main/privacy/export/check-export.ts';
import { ResidueSearch } from '../../src/main/privacy/residue-search.ts';
import { Secret } from '../../src/shared/model/secret.ts';
import { noCiphers } from '../helpers/no-ciphers.ts';
import { MemoryObjects } from '../fakes/memory-objects.ts';

export type Job = {
  readonly part: 'export' | 'search' | 'search-file' | 'anonymise';
  readonly address: DatabaseAddress;
  readonly password: string;
  readonly tenantId: string;
  readonly folder: string;
  /** File with what is searched for, one a line. */
  readonly patterns: string;
  /** File with texts, one a line, their columns apart by tabs. */
  readonly dump: string;
};
export type Done = {
  readonly s: number;
  /** Seconds of the longest transaction that reads: of an export, the snapshot. */
  readonly readS: number;
  /** Seconds that the proof took, which are no part of `s`. */
  readonly checkS: number;
  readonly peakMb: number;
  readonly longestMs: number;
};

let [readS, checkS] = [0, 0];

async function timed<T>(work: () => Promise<T>, took: (s: number) => void): Promise<T> {
  const since = performance.now();
  const value = await work();
  took((performance.now() - since) / 1000);
  return value;
}

/** The same database, which notes how long it is read. */
const watched = (database: TenantDatabase<PooledSchema>): TenantDatabase<PooledSchema> => ({
  ...database,
  map: database.map,
  write: (work, options) => database.write(work, options),
  read: (work, options) =>
    timed(
      () => database.read(work, options),
      (s) => (readS = Math.max(readS, s)),
    ),
});

/** Writes the archive, then proves it complete by reading it back. */
async function exportAndCheck(ctx: OffboardContext): Promise<void> {
  const manifest = await exportRows(ctx);
  const read = (name: string) => ctx.ports.exportFiles.read(ctx.run.runId, name);
  await timed(
    () => checkExport(manifest, read),
    (s) => (checkS = s),
  );
}

function contextOf(
  { tenantId, folder, patterns }: Job,
  database: TenantDatabase<PooledSchema>,
): OffboardContext {
  const exportFiles = zipExports({ folder, ciphers: noCiphers });
  const parts = {
    run: { runId: 'run_bench', tenantId, openedAt: '', operator: 'bench' },
    input: { tenantId, legalName: 'Bench Ltd', classified: {}, statutoryDocuments: [] },
    ports: {
      ...{ database, exportFiles, connection: { environment: 'sandbox' } },
      objects: () => Promise.resolve(new MemoryObjects()),
      knownValues: { load: () => Promise.resolve(valuesIn(patterns)) },
    },
    clock: systemClock,
    signal: new AbortController().signal,
    progress: () => undefined,
    receiptOf: () => ({}),
    findReceipt: () => undefined,
  };
  // The steps use no other part of their context.
  return parts as unknown as OffboardContext;
}

const valuesIn = (patterns: string): readonly string[] => readFileSync(patterns, 'utf8').trim().split('\n');

const LINE_FEED = 10;

/** How many of the dump's lines hold one of the values, which is what ripgrep counts. */
async function searchFile({ patterns, dump }: Job): Promise<number> {
  const search = new ResidueSearch(valuesIn(patterns));
  let found = 0;
  let open = Buffer.alloc(0);
  for await (const piece of createReadStream(dump, { highWaterMark: 2 ** 20 }) as AsyncIterable<Buffer>) {
    const bytes = Buffer.concat([open, piece]);
    let start = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
      if (search.stands(bytes, start, end)) found += 1;
      start = end + 1;
    }
    open = bytes.subarray(start);
  }
  return found;
}

/** Milliseconds of the longest batch, where there are batches. */
async function work(part: Job['part'], ctx: OffboardContext): Promise<number> {
  if (part === 'export') await exportAndCheck(ctx);
  if (part === 'search-file' && (await searchFile(job)) > 0) throw new Error('Nobody should be there.');
  if (part === 'search') await findResidue.apply(ctx);
  if (part !== 'anonymise') return 0;
  return Math.max(...(await anonymisePeople.apply(ctx)).tables.map(({ longestMs }) => longestMs));
}

const job = JSON.parse(readFileSync(process.stdin.fd, 'utf8')) as Job;
const gateway = new PostgresGateway<PooledSchema>({
  statements: pooledStatements,
  expected: pooledExpected,
  clock: systemClock,
});
const database = await gateway.open(job.address, new Secret(job.password));
const began = performance.now();
const longestMs = await work(job.part, contextOf(job, watched(database)));
const s = (performance.now() - began) / 1000 - checkS;
await database.close();
process.stdout.write(
  JSON.stringify({
    s,
    readS,
    checkS,
    peakMb: process.resourceUsage().maxRSS / 1000,
    longestMs,
  } satisfies Done),
);
