import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { call, type Statement, type TenantDatabase } from '../../../src/main/ports/database.port.ts';
import type { OperatorError } from '../../../src/shared/errors/operator-error.ts';
import {
  addNote,
  countPrepared,
  impatient,
  listNotes,
  readHuge,
  readSetting,
  reassignNotes,
  sleep,
  useNotesDatabase,
  type NotesSchema,
} from './notes-database.ts';

const notes = useNotesDatabase();
const trips: (readonly string[])[] = [];
let database: TenantDatabase<NotesSchema>;

beforeAll(async () => {
  database = await notes().open({ onRoundTrip: (statements) => trips.push(statements) });
});
beforeEach(async () => {
  await notes().query('delete from notes');
  trips.length = 0;
});

const note = (id: string, ownerId = 'o') => ({ id, ownerId, text: `text ${id}` });
const stored = async () => (await notes().query('select id from notes order by id')).map(({ id }) => id);
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error as OperatorError).code,
  );

test('what is written in a transaction is there afterwards, under live names', async () => {
  expect(await database.write((tx) => tx.run(addNote, note('1')))).toEqual([{ id: '1', ownerId: 'o' }]);
  expect(await notes().query('select id, owner_id from notes')).toEqual([{ id: '1', owner_id: 'o' }]);
  expect(await database.read((tx) => tx.run(listNotes, { ownerId: 'o' }))).toEqual([note('1')]);
});

test('when the work throws, nothing of it stays', async () => {
  const reason = new Error('changed my mind');
  const work = database.write(async (tx) => {
    await tx.run(addNote, note('1'));
    throw reason;
  });
  await expect(work).rejects.toBe(reason);
  expect(await stored()).toEqual([]);
});

test('BEGIN and the limits travel with the first statement, so that n round trips cost n + 1', async () => {
  await database.write(async (tx) => {
    await tx.run(addNote, note('1'));
    await tx.run(addNote, note('2'));
  });
  expect(trips).toEqual([
    ['console.begin-writing', 'console.bound-transaction', 'console.set-limits', 'notes.add'],
    ['console.bound-transaction', 'notes.add'],
    ['console.commit'],
  ]);
});

test('several statements share one round trip, and each has its rows', async () => {
  const answers = await database.write((tx) =>
    tx.runAll(call(addNote, note('1')), call(addNote, note('2')), call(listNotes, { ownerId: 'o' })),
  );
  expect(answers).toEqual([[{ id: '1', ownerId: 'o' }], [{ id: '2', ownerId: 'o' }], [note('1'), note('2')]]);
  expect(trips).toHaveLength(2);
});

test('a transaction that runs nothing costs no round trip', async () => {
  expect(await database.write(() => Promise.resolve(42))).toBe(42);
  expect(trips).toEqual([]);
});

test('statements that are started together run one after another', async () => {
  await database.write((tx) => Promise.all(['1', '2', '3'].map((id) => tx.run(addNote, note(id)))));
  expect(await stored()).toEqual(['1', '2', '3']);
});

test('a reading transaction sees one snapshot throughout and changes nothing', async () => {
  const seen = await database.read(async (tx) => {
    const before = await tx.run(listNotes, { ownerId: 'o' });
    await notes().query(`insert into notes values ('9', 'o', 'late')`);
    return [before, await tx.run(listNotes, { ownerId: 'o' })];
  });
  expect(seen).toEqual([[], []]);
  await expect(database.read((tx) => tx.run(addNote, note('1')))).rejects.toMatchObject({
    code: 'E_DB_READ_ONLY',
  });
});

test('one row more than the cap ends the transaction, for rows read and for rows changed', async () => {
  const ids = ['1', '2', '3', '4'];
  await database.write((tx) => tx.runAll(...ids.map((id) => call(addNote, note(id)))));
  const tooMany = { code: 'E_ROW_CAP', details: { statement: 'notes.list', rowCap: 3 } };
  await expect(database.read((tx) => tx.run(listNotes, { ownerId: 'o' }))).rejects.toMatchObject(tooMany);
  await expect(database.write((tx) => tx.run(reassignNotes, { from: 'o', to: 'p' }))).rejects.toMatchObject({
    code: 'E_ROW_CAP',
  });
  expect(await notes().query(`select count(*)::int as n from notes where owner_id = 'o'`)).toEqual([
    { n: 4 },
  ]);
  await notes().query(`delete from notes where id = '4'`);
  expect(await database.read((tx) => tx.run(listNotes, { ownerId: 'o' }))).toHaveLength(3);
});

test('a statement that is not the listed object is refused before anything is sent, whatever it calls itself', async () => {
  const forged: Statement<NotesSchema, Parameters<typeof addNote.build>[1], unknown> = { ...addNote };
  const work = database.write((tx) => tx.run(forged, note('1')));
  await expect(work).rejects.toMatchObject({ code: 'E_STATEMENT_UNLISTED' });
  expect(trips).toEqual([]);
});

test('a statement that takes too long is stopped by the server', async () => {
  const begun = performance.now();
  await expect(database.read((tx) => tx.run(sleep, { seconds: 30 }))).rejects.toMatchObject({
    code: 'E_DB_TIMEOUT',
    details: { reason: 'statement', statement: 'notes.sleep' },
  });
  expect(performance.now() - begun).toBeLessThan(2_500);
});

test('waiting for a lock ends with a time-out that says so', async () => {
  const hurried = await notes().open({ patience: impatient });
  await database.write(async (tx) => {
    await tx.run(addNote, note('1'));
    const second = hurried.write((other) => other.run(addNote, note('1')));
    await expect(second).rejects.toMatchObject({ code: 'E_DB_TIMEOUT', details: { reason: 'lock' } });
  });
  expect(await stored()).toEqual(['1']);
});

test('after a failure every further statement fails alike, and swallowing it does not commit the rest', async () => {
  await database.write((tx) => tx.run(addNote, note('1')));
  const work = database.write(async (tx) => {
    await tx.run(addNote, note('2'));
    expect(await codeOf(tx.run(addNote, note('1')))).toBe('E_DB_CONFLICT');
    expect(await codeOf(tx.run(addNote, note('3')))).toBe('E_DB_CONFLICT');
  });
  expect(await codeOf(work)).toBe('E_DB_CONFLICT');
  expect(await stored()).toEqual(['1']);
});

test('a refusal names the constraint and never a value of the row', async () => {
  await database.write((tx) => tx.run(addNote, note('very-private-id')));
  const twice = database.write((tx) => tx.run(addNote, note('very-private-id')));
  const conflict = await twice.catch((error: unknown) => error);
  expect(conflict).toMatchObject({
    code: 'E_DB_CONFLICT',
    details: { constraint: 'notes_pkey', table: 'notes' },
  });
  expect(inspect(conflict, { depth: 9 })).not.toContain('very-private');
  const empty = database.write((tx) => tx.run(addNote, { id: 'x', ownerId: 'secret-owner', text: '' }));
  const check = await empty.catch((error: unknown) => error);
  expect(check).toMatchObject({ code: 'E_DB_CONSTRAINT', details: { constraint: 'notes_text_check' } });
  expect(inspect(check, { depth: 9 })).not.toContain('secret-owner');
});

test('cancelling stops the statement on the server at once, and nothing of the transaction stays', async () => {
  const cancel = new AbortController();
  setTimeout(() => cancel.abort(new Error('enough')), 100);
  const begun = performance.now();
  const work = database.write(
    async (tx) => {
      await tx.run(addNote, note('1'));
      await tx.run(sleep, { seconds: 20 });
    },
    { signal: cancel.signal },
  );
  await expect(work).rejects.toMatchObject({ code: 'E_CANCELLED' });
  expect(performance.now() - begun).toBeLessThan(900);
  await delay(50);
  expect(
    await notes().query(
      `select query from pg_stat_activity where datname = current_database() and state <> 'idle' and query like '%pg_sleep%' and pid <> pg_backend_pid()`,
    ),
  ).toEqual([]);
  expect(await stored()).toEqual([]);
});

test('a signal that has fired already keeps anything from being sent', async () => {
  const work = database.write((tx) => tx.run(addNote, note('1')), { signal: AbortSignal.abort() });
  await expect(work).rejects.toMatchObject({ code: 'E_CANCELLED' });
  expect(trips).toEqual([]);
});

test('who holds the lock alone keeps others out until the transaction has ended', async () => {
  const events: string[] = [];
  const lock = { name: 'tenants', mode: 'exclusive' } as const;
  const holder = database.write(
    async (tx) => {
      await tx.run(addNote, note('1'));
      await delay(150);
      events.push('holder ends');
    },
    { lock },
  );
  await delay(50);
  const seen = await database.read((tx) => tx.run(listNotes, { ownerId: 'o' }), {
    lock: { ...lock, mode: 'shared' },
  });
  events.push('reader sees');
  await holder;
  expect(events).toEqual(['holder ends', 'reader sees']);
  expect(seen).toHaveLength(1);
});

test('waiting for the lock is bounded', async () => {
  const lock = { name: 'tenants', mode: 'exclusive' } as const;
  const hurried = await notes().open({ patience: impatient });
  await database.write(
    async (tx) => {
      await tx.run(listNotes, { ownerId: 'o' });
      const second = hurried.write((other) => other.run(addNote, note('1')), { lock });
      await expect(second).rejects.toMatchObject({ code: 'E_DB_TIMEOUT', details: { reason: 'lock' } });
    },
    { lock },
  );
});

test('limits hold inside the transaction and leave no trace in the session', async () => {
  const setting = (name: string) =>
    database.read(async (tx) => (await tx.run(readSetting, { name }))[0]?.value);
  expect(await setting('statement_timeout')).toBe('2s');
  expect(await setting('lock_timeout')).toBe('2s');
  expect(await setting('idle_in_transaction_session_timeout')).toBe('1min');
  const [prepared] = await database.read((tx) => tx.run(countPrepared, {}));
  expect(prepared).toEqual({ count: 0 });
});

test('a number that JavaScript cannot hold fails loudly instead of being rounded', async () => {
  await expect(database.read((tx) => tx.run(readHuge, {}))).rejects.toThrow(RangeError);
});
