import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { eachRow, LENGTH } from '../../../src/main/privacy/packed-rows.ts';
import type { PackedRows, TenantDatabase, Transaction } from '../../../src/main/ports/database.port.ts';
import { startCuttingProxy, type CuttingProxy } from '../../helpers/cutting-proxy.ts';
import {
  impatient,
  listNotes,
  streamNoisy,
  streamNumbers,
  streamUneven,
  useNotesDatabase,
  type NotesSchema,
} from './notes-database.ts';

const notes = useNotesDatabase();
let proxy: CuttingProxy;
let database: TenantDatabase<NotesSchema>;

beforeAll(async () => {
  proxy = await startCuttingProxy(notes().address);
  database = await notes().open({ port: proxy.port, patience: impatient });
});
afterAll(() => proxy.close());
beforeEach(() => {
  proxy.decide = () => 'pass';
});

/** The first value of each row, and the length of the second: −1 for a missing one. */
function read(packed: PackedRows): readonly (readonly [value: string, length: number])[] {
  const rows: [string, number][] = [];
  eachRow(packed, (at) => {
    const end = at + LENGTH + packed.readInt32BE(at);
    rows.push([packed.toString('utf8', at + LENGTH, end), packed.readInt32BE(end)]);
  });
  return rows;
}

async function all(tx: Transaction<NotesSchema>, rows: number, letters: number) {
  const seen: (readonly [string, number])[] = [];
  for await (const packed of tx.stream(streamNumbers, { rows, letters })) seen.push(...read(packed));
  return seen;
}

const expected = (rows: number, letters: number) =>
  Array.from({ length: rows }, (_, at) => [String(at + 1), (at + 1) % 3 > 0 ? letters : -1]);

test.each([
  [0, 1],
  [3, 0],
  [20_000, 40],
  [7, 2_000_000],
])('%i rows of %i letters come whole and in order', async (rows, letters) => {
  expect(await database.read((tx) => all(tx, rows, letters))).toEqual(expected(rows, letters));
});

test('what comes before and after runs in the same transaction', async () => {
  const seen = await database.read(async (tx) => {
    const before = await tx.run(listNotes, { ownerId: 'o' });
    const numbers = await all(tx, 10, 1);
    await notes().query(`insert into notes values ('late', 'o', 'late')`);
    return [before.length, numbers.length, (await tx.run(listNotes, { ownerId: 'o' })).length];
  });
  expect(seen).toEqual([0, 10, 0]);
});

test('a slow reader slows the server down, and nothing is lost', async () => {
  const seen = await database.read(async (tx) => {
    let rows = 0;
    for await (const packed of tx.stream(streamNumbers, { rows: 50_000, letters: 100 })) {
      if (rows < 5_000) await new Promise((go) => setTimeout(go, 2));
      rows += read(packed).length;
    }
    return rows;
  });
  expect(seen).toBe(50_000);
});

test.each([1_300_000, 6_000_000])(
  'one row of %i bytes among small ones writes over none that waits for a slow reader',
  async (large) => {
    const seen: (readonly [string, number])[] = [];
    const direct = await notes().open({ patience: impatient });
    await direct.read(async (tx) => {
      for await (const packed of tx.stream(streamUneven, { rows: 4_000, letters: 1_000, large, at: 1_900 })) {
        if (seen.length < 2_000) await new Promise((go) => setTimeout(go, 15));
        seen.push(...read(packed));
      }
    });
    const lengths = Array.from({ length: 4_000 }, (_, at) => [String(at + 1), at === 1_899 ? large : 1_000]);
    expect(seen).toEqual(lengths);
  },
);

test('what is not for the reader writes over no row that waits for a slow one', async () => {
  await notes().query(`create or replace function noisy(n int) returns text language plpgsql as $$
    begin raise notice '%', repeat('y', 1000); return n::text; end $$`);
  const seen: string[] = [];
  const direct = await notes().open({ patience: impatient });
  await direct.read(async (tx) => {
    for await (const packed of tx.stream(streamNoisy, { rows: 20_000 })) {
      if (seen.length < 200) await new Promise((go) => setTimeout(go, 15));
      seen.push(...read(packed).map(([value]) => value));
    }
  });
  expect(seen).toEqual(Array.from({ length: 20_000 }, (_, at) => String(at + 1)));
});

test('whoever stops reading ends the transaction, and the next one gets a connection that works', async () => {
  const work = database.read(async (tx) => {
    for await (const packed of tx.stream(streamNumbers, { rows: 60_000, letters: 1_000 }))
      if (packed.length > 0) break;
    return tx.run(listNotes, { ownerId: 'o' });
  });
  await expect(work).rejects.toMatchObject({ code: 'E_CANCELLED' });
  expect(await database.read((tx) => all(tx, 2, 1))).toEqual(expected(2, 1));
});

test('more rows than the cap end the transaction', async () => {
  const work = database.read((tx) => all(tx, 60_002, 0));
  await expect(work).rejects.toMatchObject({ code: 'E_ROW_CAP' });
});

test('what the server refuses is told by its code', async () => {
  const work = database.read((tx) => all(tx, 3, 2 ** 31 - 1));
  await expect(work).rejects.toMatchObject({ code: expect.stringMatching(/^E_DB_/) as string });
  expect(await database.read((tx) => all(tx, 2, 1))).toEqual(expected(2, 1));
});

test('a connection that is cut between two rows never looks like the end of them', async () => {
  let rows = 0;
  proxy.decide = ({ direction, type }) =>
    direction === 'to-client' && type === 'D' && (rows += 1) > 500 ? 'cut' : 'pass';
  const work = database.read((tx) => all(tx, 20_000, 10));
  await expect(work).rejects.toMatchObject({ code: 'E_DB_CONNECTION_LOST', retryable: true });
});

test('the operator who stops waiting has the statement cancelled', async () => {
  const cancel = new AbortController();
  const work = database.read(
    async (tx) => {
      for await (const packed of tx.stream(streamNumbers, { rows: 60_000, letters: 1_000 }))
        if (packed.length > 0) cancel.abort(new Error('enough'));
    },
    { signal: cancel.signal },
  );
  await expect(work).rejects.toMatchObject({ code: 'E_CANCELLED' });
});
