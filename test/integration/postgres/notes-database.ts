import { randomBytes } from 'node:crypto';
import { sql, type Generated } from 'kysely';
import { afterAll, beforeAll, inject } from 'vitest';
import { PostgresGateway } from '../../../src/main/adapters/postgres/postgres-gateway.adapter.ts';
import type { Patience } from '../../../src/main/adapters/postgres/patience.ts';
import { systemClock } from '../../../src/main/adapters/system/system-clock.adapter.ts';
import type { DatabaseAddress, OpenOptions } from '../../../src/main/ports/database-gateway.port.ts';
import type {
  ExpectedSchema,
  Statement,
  Streamed,
  TenantDatabase,
  Transaction,
} from '../../../src/main/ports/database.port.ts';
import { eachRow } from '../../../src/main/privacy/packed-rows.ts';
import { Secret } from '../../../src/shared/model/secret.ts';
import {
  asSuperuser,
  createDatabase,
  dropDatabase,
  OWNER_ROLE,
} from '../../../src/sandbox/postgres/portal-cluster.ts';

export type NotesSchema = {
  notes: { id: string; ownerId: string; text: string; weight: Generated<string>; dueOn: string | null };
};

const needed = { required: true } as const;

export const notesExpected = {
  notes: {
    ...needed,
    columns: {
      id: needed,
      ownerId: needed,
      text: needed,
      weight: { required: false },
      dueOn: { required: false },
    },
  },
} satisfies ExpectedSchema;

type Note = { readonly id: string; readonly ownerId: string; readonly text: string };

const base = { purpose: 'For tests.', timeoutMs: 2_000 } as const;
const all = ['id', 'ownerId', 'text'] as const;

export const addNote: Statement<NotesSchema, Note, { id: string; ownerId: string }> = {
  ...base,
  name: 'notes.add',
  rowCap: 1,
  needs: [
    { table: 'notes', verb: 'INSERT', columns: all },
    { table: 'notes', verb: 'SELECT', columns: ['id', 'ownerId'] },
  ],
  sample: { id: '1', ownerId: 'o', text: 't' },
  build: (db, note) => db.insertInto('notes').values(note).returning(['id', 'ownerId']).compile(),
};

export const listNotes: Statement<NotesSchema, { readonly ownerId: string }, Note> = {
  ...base,
  name: 'notes.list',
  rowCap: 3,
  needs: [{ table: 'notes', verb: 'SELECT', columns: all }],
  sample: { ownerId: 'o' },
  build: (db, { ownerId }) =>
    db.selectFrom('notes').select(all).where('ownerId', '=', ownerId).orderBy('id').compile(),
};

export const reassignNotes: Statement<NotesSchema, { readonly from: string; readonly to: string }, never> = {
  ...base,
  name: 'notes.reassign',
  rowCap: 2,
  needs: [
    { table: 'notes', verb: 'UPDATE', columns: ['ownerId'] },
    { table: 'notes', verb: 'SELECT', columns: ['ownerId'] },
  ],
  sample: { from: 'a', to: 'b' },
  build: (db, { from, to }) =>
    db.updateTable('notes').set({ ownerId: to }).where('ownerId', '=', from).compile(),
};

export const sleep: Statement<NotesSchema, { readonly seconds: number }, { slept: string }> = {
  ...base,
  name: 'notes.sleep',
  rowCap: 1,
  timeoutMs: 1_000,
  needs: [],
  sample: { seconds: 0 },
  build: (db, { seconds }) =>
    sql<{ slept: string }>`select pg_sleep(${seconds})::text as "slept"`.compile(db),
};

export const readSetting: Statement<NotesSchema, { readonly name: string }, { value: string }> = {
  ...base,
  name: 'notes.read-setting',
  rowCap: 1,
  needs: [],
  sample: { name: 'lock_timeout' },
  build: (db, { name }) => sql<{ value: string }>`select current_setting(${name}) as "value"`.compile(db),
};

export const countPrepared: Statement<NotesSchema, Readonly<Record<string, never>>, { count: number }> = {
  ...base,
  name: 'notes.count-prepared',
  rowCap: 1,
  needs: [],
  sample: {},
  build: (db) =>
    sql<{ count: number }>`select count(*)::int as "count" from pg_prepared_statements`.compile(db),
};

export const readHuge: Statement<NotesSchema, Readonly<Record<string, never>>, { huge: number }> = {
  ...base,
  name: 'notes.read-huge',
  rowCap: 1,
  needs: [],
  sample: {},
  build: (db) => sql<{ huge: number }>`select 9223372036854775807::bigint as "huge"`.compile(db),
};

/** So many rows: a number, and as many letters as asked for; null in every third row. */
export const streamNumbers: Statement<
  NotesSchema,
  { readonly rows: number; readonly letters: number },
  Streamed
> = {
  ...base,
  name: 'notes.stream-numbers',
  rowCap: 60_000,
  timeoutMs: 10_000,
  needs: [],
  sample: { rows: 1, letters: 1 },
  build: (db, { rows, letters }) =>
    sql<Streamed>`select n::text, case when n % 3 > 0 then repeat('x', ${letters}::int) end
      from generate_series(1, ${rows}::int) n`.compile(db),
};

/** As `streamNumbers`, all of the same length but for one. */
export const streamUneven: Statement<
  NotesSchema,
  { readonly rows: number; readonly letters: number; readonly large: number; readonly at: number },
  Streamed
> = {
  ...base,
  name: 'notes.stream-uneven',
  rowCap: 60_000,
  timeoutMs: 10_000,
  needs: [],
  sample: { rows: 1, letters: 1, large: 2, at: 1 },
  build: (db, { rows, letters, large, at }) =>
    sql<Streamed>`select n::text, repeat('x', case when n = ${at}::int then ${large}::int else ${letters}::int end)
      from generate_series(1, ${rows}::int) n`.compile(db),
};

/** So many numbers twice, by a function of the test's that says a lot beside each. */
export const streamNoisy: Statement<NotesSchema, { readonly rows: number }, Streamed> = {
  ...base,
  name: 'notes.stream-noisy',
  rowCap: 60_000,
  timeoutMs: 10_000,
  needs: [],
  sample: { rows: 1 },
  build: (db, { rows }) =>
    sql<Streamed>`select noisy(n), n::text from generate_series(1, ${rows}::int) n`.compile(db),
};

/** Streams so many numbers and counts them. */
export async function countStreamed(tx: Transaction<NotesSchema>, rows: number): Promise<number> {
  let seen = 0;
  for await (const packed of tx.stream(streamNumbers, { rows, letters: 100 }))
    eachRow(packed, () => (seen += 1));
  return seen;
}

export const notesStatements = [
  streamNumbers,
  streamUneven,
  streamNoisy,
  addNote,
  listNotes,
  reassignNotes,
  sleep,
  readSetting,
  countPrepared,
  readHuge,
];

/** Short enough for tests of what happens when nobody answers. */
export const impatient: Partial<Patience> = { connectMs: 400, lockMs: 300, commitMs: 200, graceMs: 200 };

export const notesGateway = (patience: Partial<Patience> = {}) =>
  new PostgresGateway<NotesSchema>({
    statements: notesStatements,
    expected: notesExpected,
    clock: systemClock,
    patience,
  });

export type NotesDatabase = {
  readonly address: DatabaseAddress;
  readonly password: Secret;
  /** Looks behind the adapter's back, as the superuser. */
  readonly query: (text: string) => Promise<readonly Record<string, unknown>[]>;
  readonly open: (
    options?: OpenOptions & { readonly port?: number; readonly patience?: Partial<Patience> },
  ) => Promise<TenantDatabase<NotesSchema>>;
};

/** A database of its own with one table `notes` in snake_case, for all tests of a file. What is opened is closed. */
export function useNotesDatabase(ddl = notesTable): () => NotesDatabase {
  const name = `notes_${randomBytes(6).toString('hex')}`;
  const opened: TenantDatabase<NotesSchema>[] = [];
  beforeAll(async () => {
    await createDatabase(inject('postgres'), name);
    await asSuperuser(inject('postgres'), name, (client) => client.query(ddl));
  });
  afterAll(async () => {
    await Promise.all(opened.map((database) => database.close()));
    await dropDatabase(inject('postgres'), name);
  });
  return () => {
    const { port, ownerPassword } = inject('postgres');
    const address = {
      host: '127.0.0.1',
      port,
      database: name,
      user: OWNER_ROLE,
      tls: 'loopback-plain',
    } as const;
    const password = new Secret(ownerPassword);
    return {
      address,
      password,
      query: (text) =>
        asSuperuser(
          inject('postgres'),
          name,
          async (client) => (await client.query<Record<string, unknown>>(text)).rows,
        ),
      open: async ({ port: other = port, patience = {}, ...options } = {}) => {
        const database = await notesGateway(patience).open({ ...address, port: other }, password, options);
        opened.push(database);
        return database;
      },
    };
  };
}

export const notesTable = `
  create table notes (id text primary key, owner_id text not null, text text not null check (text <> ''), weight bigint default 1, due_on date);
  alter table notes owner to ${OWNER_ROLE}`;
