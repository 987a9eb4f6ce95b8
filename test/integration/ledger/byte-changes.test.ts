import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasCode } from '../../../src/shared/errors/operator-error.ts';
import type { VerifyReport } from '../../../src/shared/model/verify-report.ts';
import { SeededIds } from '../../fakes/seeded-ids.ts';
import { LedgerHome, memoryDir } from '../../helpers/ledger-home.ts';
import { contentOf, tamper } from './attacker.ts';
import { writeSample } from './sample-ledger.ts';

const home = new LedgerHome(memoryDir());
const copy = join(home.dir, 'copy.db');
const ids = new SeededIds('byte changes');
const below = (limit: number): number => Buffer.from(ids.bytes(4)).readUInt32BE() % limit;

beforeAll(async () => {
  const ledger = await home.open();
  await writeSample(ledger);
  await ledger.close();
});

afterAll(() => home[Symbol.dispose]());

type Cell = { readonly table: string; readonly key: string; readonly column: string };

/** Where the bytes of a ledger lie, the more often the more there are of them. */
const cells: readonly Cell[] = [
  ...Array.from({ length: 8 }, () => ({ table: 'entry', key: 'idx', column: 'envelope' })),
  ...Array.from({ length: 4 }, () => ({ table: 'entry', key: 'idx', column: 'nodes' })),
  ...['type', 'run_id', 'tenant_id'].map((column) => ({ table: 'entry', key: 'idx', column })),
  ...['type', 'run_id', 'tenant_id'].map((column) => ({ table: 'lookup', key: 'idx', column })),
  ...Array.from({ length: 2 }, () => ({ table: 'sealed', key: 'idx', column: 'blob' })),
  { table: 'checkpoint', key: 'size', column: 'note' },
  { table: 'tenant_key', key: 'tenant_id', column: 'wrapped' },
  { table: 'tenant_key', key: 'tenant_id', column: 'tenant_id' },
];

/** Changes one byte of one cell to another value; answers with the key of its row. */
function changeOneByte(database: Database.Database, { table, key, column }: Cell): unknown {
  const rows = database
    .prepare(`SELECT ${key} AS row, cast(${column} AS BLOB) AS bytes, typeof(${column}) AS was FROM ${table}`)
    .all() as readonly { readonly row: unknown; readonly bytes: Buffer | null; readonly was: string }[];
  const filled = rows.filter(({ bytes }) => bytes !== null && bytes.length > 0);
  const { row, bytes, was } = filled[below(filled.length)]!;
  bytes![below(bytes!.length)]! ^= 1 + below(255);
  database
    .prepare(
      `UPDATE ${table} SET ${column} = cast(? AS ${was === 'text' ? 'TEXT' : 'BLOB'}) WHERE ${key} = ?`,
    )
    .run(bytes, row);
  return row;
}

describe('a changed byte', () => {
  test('in an entry, a signature, a node, a column, a checkpoint, a sealed blob or a key is found: 1,000 of 1,000', async () => {
    const unchanged = readFileSync(home.path);
    const missed: string[] = [];
    for (let i = 0; i < 1000; i += 1) {
      const cell = cells[i % cells.length]!;
      writeFileSync(copy, unchanged);
      let row: unknown;
      tamper(copy, (database) => (row = changeOneByte(database, cell)));
      const { ok, firstBad } = await home.examine(copy);
      const named = typeof row !== 'number' || cell.table === 'checkpoint' || firstBad?.index === row;
      if (ok || !named)
        missed.push(`${cell.table}.${cell.column} of ${String(row)}: ${JSON.stringify(firstBad)}`);
    }
    expect(missed).toEqual([]);
  }, 300_000);

  test('anywhere in the file is found, unless it holds no data: 300 of 300', async () => {
    const unchanged = readFileSync(home.path);
    const content = contentOf(home.path);
    const found = { bad: 0, slack: 0 };
    for (let i = 0; i < 300; i += 1) {
      const bytes = Buffer.from(unchanged);
      bytes[below(bytes.length)]! ^= 1 + below(255);
      writeFileSync(copy, bytes);
      const report = await examineOrRefuse();
      if (!report.ok) {
        found.bad += 1;
        continue;
      }
      // Free space within pages and counters of SQLite's own: nothing that the ledger says can have changed.
      expect(contentOf(copy)).toBe(content);
      found.slack += 1;
    }
    expect(found.bad).toBeGreaterThan(100);
    expect(found.bad + found.slack).toBe(300);
  }, 300_000);

  test('in nothing leaves the verdict good', async () => {
    copyFileSync(home.path, copy);
    tamper(copy, () => undefined);
    expect(await home.examine(copy)).toMatchObject({ ok: true, entries: 133, pinned: 'matches' });
  });
});

/** A file so damaged that it does not open counts as found, when the code says so. */
async function examineOrRefuse(): Promise<Pick<VerifyReport, 'ok'>> {
  try {
    return await home.examine(copy);
  } catch (error) {
    if (hasCode(error, 'E_LEDGER_DAMAGED', 'E_LEDGER_TOO_NEW')) return { ok: false };
    throw error;
  }
}
