import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { hasCode } from '../../../src/shared/errors/operator-error.ts';
import type { TenantDatabase } from '../../../src/main/ports/database.port.ts';
import { startCuttingProxy, type CuttingProxy, type WireMessage } from '../../helpers/cutting-proxy.ts';
import {
  addNote,
  impatient,
  listNotes,
  sleep,
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
beforeEach(async () => {
  proxy.decide = () => 'pass';
  await notes().query('delete from notes');
});

const note = { id: '1', ownerId: 'o', text: 't' };
const write = () => database.write((tx) => tx.run(addNote, note));
const stored = async () => (await notes().query('select id from notes')).length;

const isSent =
  (text: string) =>
  ({ direction, type, body }: WireMessage) =>
    direction === 'to-server' && type === 'P' && body.includes(text);
const isCommitted = ({ direction, type, body }: WireMessage) =>
  direction === 'to-client' && type === 'C' && body.includes('COMMIT');

test('a COMMIT whose answer is lost is in doubt, and has happened', async () => {
  proxy.decide = (message) => (isCommitted(message) ? 'cut' : 'pass');
  await expect(write()).rejects.toMatchObject({ code: 'E_COMMIT_IN_DOUBT' });
  expect(await stored()).toBe(1);
});

test('a COMMIT that is lost on its way is in doubt all the same, and has not happened', async () => {
  proxy.decide = (message) => (isSent('\0commit\0')(message) ? 'cut' : 'pass');
  await expect(write()).rejects.toMatchObject({ code: 'E_COMMIT_IN_DOUBT' });
  expect(await stored()).toBe(0);
});

test('a COMMIT that nobody answers is in doubt once patience is over', async () => {
  proxy.decide = (message) => (isCommitted(message) ? 'stall' : 'pass');
  await expect(write()).rejects.toMatchObject({ code: 'E_COMMIT_IN_DOUBT' });
  expect(await stored()).toBe(1);
});

test('a connection lost before COMMIT was sent leaves nothing behind, and may be tried again', async () => {
  proxy.decide = (message) => (isSent('insert')(message) ? 'pass-then-cut' : 'pass');
  const error = await write().catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'E_DB_CONNECTION_LOST', retryable: true });
  expect(await stored()).toBe(0);
  proxy.decide = () => 'pass';
  await write();
  expect(await stored()).toBe(1);
});

test('a connection that dies between two statements is noticed before COMMIT is sent', async () => {
  const work = database.write(async (tx) => {
    await tx.run(addNote, note);
    await notes().query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'tenant-console'`,
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
  });
  await expect(work).rejects.toMatchObject({ code: 'E_DB_CONNECTION_LOST' });
  expect(await stored()).toBe(0);
});

test('a statement that nobody answers fails once patience is over, and the next transaction gets a fresh connection', async () => {
  proxy.decide = (message) => (isSent('select')(message) ? 'stall' : 'pass');
  const stalled = database.read((tx) => tx.run(listNotes, { ownerId: 'o' }));
  const error = await stalled.catch((reason: unknown) => reason);
  expect(hasCode(error, 'E_DB_CONNECTION_LOST')).toBe(true);
  proxy.decide = () => 'pass';
  expect(await database.read((tx) => tx.run(listNotes, { ownerId: 'o' }))).toEqual([]);
});

test('locks that a network leaves behind by swallowing half of what was sent are let go by the server', async () => {
  const lock = { name: 'tenants', mode: 'exclusive' } as const;
  const hurried = await notes().open({ port: proxy.port, patience: { ...impatient, idleMs: 300 } });
  proxy.decide = (message) => (isSent('insert')(message) ? 'stall' : 'pass');
  const swallowed = hurried.write((tx) => tx.run(addNote, note), { lock });
  await expect(swallowed).rejects.toMatchObject({ code: 'E_DB_CONNECTION_LOST' });
  proxy.decide = () => 'pass';
  const patient = await notes().open();
  await patient.write((tx) => tx.run(addNote, note), { lock });
  expect(await stored()).toBe(1);
  proxy.dropStalled();
});

test('a transaction may take as long as each of its parts', async () => {
  const hurried = await notes().open({ patience: { ...impatient, idleMs: 300 } });
  await hurried.write(async (tx) => {
    for (let part = 0; part < 3; part += 1) await tx.run(sleep, { seconds: 0.7 });
    await tx.run(addNote, note);
  });
  expect(await stored()).toBe(1);
});

test('a deferred constraint that fails at COMMIT is a refusal and no doubt', async () => {
  await notes().query(`alter table notes add constraint late unique (text) deferrable initially deferred`);
  const twice = database.write(async (tx) => {
    await tx.run(addNote, note);
    await tx.run(addNote, { ...note, id: '2' });
  });
  await expect(twice).rejects.toMatchObject({ code: 'E_DB_CONFLICT', details: { constraint: 'late' } });
  expect(await stored()).toBe(0);
});
