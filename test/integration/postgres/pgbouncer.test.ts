import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { TenantDatabase } from '../../../src/main/ports/database.port.ts';
import { Secret } from '../../../src/shared/model/secret.ts';
import { startCuttingProxy } from '../../helpers/cutting-proxy.ts';
import { noPgBouncer, startPgBouncer, type PgBouncer } from '../../helpers/pgbouncer.ts';
import { describeUnless } from '../../helpers/skip.ts';
import {
  addNote,
  countPrepared,
  countStreamed,
  impatient,
  listNotes,
  notesGateway,
  readSetting,
  sleep,
  useNotesDatabase,
  type NotesSchema,
} from './notes-database.ts';

describeUnless(noPgBouncer, 'through PgBouncer in transaction mode', () => {
  const notes = useNotesDatabase();
  let pooler: PgBouncer;
  let database: TenantDatabase<NotesSchema>;
  beforeAll(async () => {
    const { port, ownerPassword } = inject('postgres');
    pooler = await startPgBouncer({ port, users: [{ user: 'portal', password: ownerPassword }] });
    database = await notes().open({ port: pooler.port });
  });
  afterAll(async () => {
    await database.close();
    await pooler.stop();
  });

  const note = (id: string) => ({ id, ownerId: 'o', text: 't' });
  const list = () => database.read((tx) => tx.run(listNotes, { ownerId: 'o' }));

  test('transactions of many clients over two server connections keep apart', async () => {
    const databases = await Promise.all([1, 2, 3].map(() => notes().open({ port: pooler.port })));
    const writers = databases.flatMap((one, at) =>
      ['a', 'b', 'c', 'd'].map((id) =>
        one.write(async (tx) => {
          await tx.run(addNote, { ...note(`${at}${id}`), ownerId: `owner ${at}` });
          if (id === 'd') throw new Error('not this one');
          return tx.run(listNotes, { ownerId: 'nobody' });
        }),
      ),
    );
    const outcomes = await Promise.allSettled(writers);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(3);
    expect(await notes().query('select count(*)::int as n from notes')).toEqual([{ n: 9 }]);
  });

  test('rows are streamed through the pooler, two at a time over two server connections', async () => {
    const streams = [1, 2, 3].map(() => database.read((tx) => countStreamed(tx, 20_000)));
    expect(await Promise.all(streams)).toEqual([20_000, 20_000, 20_000]);
    expect(await database.read((tx) => tx.run(countPrepared, {}))).toEqual([{ count: 0 }]);
  });

  test('limits of one transaction are not those of the next one on the same server connection', async () => {
    await database.read((tx) => tx.run(sleep, { seconds: 0 }));
    const after = await notes().query(
      `select count(*)::int as n from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`,
    );
    expect(after).toEqual([{ n: 0 }]);
    const [setting] = await database.read((tx) => tx.run(readSetting, { name: 'statement_timeout' }));
    expect(setting).toEqual({ value: '2s' });
    expect(await database.read((tx) => tx.run(countPrepared, {}))).toEqual([{ count: 0 }]);
  });

  test('cancelling reaches the statement behind the pooler', async () => {
    const begun = performance.now();
    const work = database.read((tx) => tx.run(sleep, { seconds: 20 }), { signal: AbortSignal.timeout(100) });
    await expect(work).rejects.toMatchObject({ code: 'E_CANCELLED' });
    expect(performance.now() - begun).toBeLessThan(900);
    expect(await list()).toEqual([]);
  });

  test('a COMMIT whose answer the pooler loses is in doubt', async () => {
    const proxy = await startCuttingProxy({ port: inject('postgres').port });
    const behind = await startPgBouncer({
      port: proxy.port,
      users: [{ user: 'portal', password: inject('postgres').ownerPassword }],
    });
    const unlucky = await notes().open({ port: behind.port, patience: impatient });
    proxy.decide = ({ type, body }) => (type === 'C' && body.includes('COMMIT') ? 'cut' : 'pass');
    const work = unlucky.write((tx) => tx.run(addNote, note('doubtful')));
    await expect(work).rejects.toMatchObject({ code: 'E_COMMIT_IN_DOUBT' });
    expect(await notes().query(`select id from notes where id = 'doubtful'`)).toHaveLength(1);
    await unlucky.close();
    await behind.stop();
    await proxy.close();
  });

  test('the pooler is recognised, and its absence too', async () => {
    expect((await database.examine()).pooling).toBe('transaction');
    const direct = await notes().open();
    expect((await direct.examine()).pooling).toBe('direct');
  });

  test('a wrong password and an unknown database are told apart from a pooler that is away', async () => {
    const open = (change: object, password = notes().password) =>
      notesGateway().open({ ...notes().address, port: pooler.port, ...change }, password);
    await expect(open({}, new Secret('wrong'))).rejects.toMatchObject({ code: 'E_DB_AUTH' });
    await expect(open({ database: 'nothing_here' })).rejects.toMatchObject({ code: 'E_DB_NOT_FOUND' });
  });

  test('a pooler without a server behind it is unreachable', async () => {
    const proxy = await startCuttingProxy({ port: inject('postgres').port });
    await proxy.close();
    const lonely = await startPgBouncer({
      port: proxy.port,
      users: [{ user: 'portal', password: inject('postgres').ownerPassword }],
    });
    const work = notesGateway({ connectMs: 1_500 }).open(
      { ...notes().address, port: lonely.port },
      notes().password,
    );
    await expect(work).rejects.toMatchObject({ code: 'E_DB_UNREACHABLE' });
    await lonely.stop();
  });
});
