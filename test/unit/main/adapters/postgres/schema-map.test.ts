import { expect, test } from 'vitest';
import { mapSchema as mapLive } from '../../../../../src/main/adapters/postgres/schema-map.ts';
import type { LiveTable } from '../../../../../src/main/adapters/postgres/statements/introspection.ts';
import type { ExpectedSchema } from '../../../../../src/main/ports/database.port.ts';

const needed = { required: true } as const;
const known = { required: false } as const;

const expected = {
  users: {
    ...needed,
    aliases: ['portal_users'],
    columns: {
      id: needed,
      brokerId: needed,
      passwordHash: { ...needed, aliases: ['password', 'hashed'] },
      phone: known,
    },
  },
  brokers: { ...known, columns: { id: needed } },
} satisfies ExpectedSchema;

type Columns = readonly string[];
const table = (name: string, columns: Columns, place: number | null = 1, schema = 'public'): LiveTable => ({
  schema,
  place,
  table: name,
  columns: columns.map((column) => ({
    name: column.replace('!', ''),
    type: 'text',
    demanded: column.endsWith('!'),
  })),
});

const mapSchema = (live: readonly LiveTable[], schema: ExpectedSchema, inserted = ['users']) =>
  mapLive(live, schema, new Set(inserted));

const snake = table('users', ['id', 'broker_id', 'password_hash']);
const named = (...live: readonly LiveTable[]) => mapSchema(live, expected).tables['users'];

test('snake_case, camelCase and other spellings are the same names', () => {
  const expectedColumns = { id: 'id', brokerId: 'broker_id', passwordHash: 'password_hash' };
  expect(named(snake)).toEqual({ name: 'users', columns: expectedColumns });
  expect(named(table('Users', ['ID', 'brokerId', 'passwordHash']))).toEqual({
    name: 'Users',
    columns: { id: 'ID', brokerId: 'brokerId', passwordHash: 'passwordHash' },
  });
});

test('another name stands in only where the own one is not there', () => {
  const columns = ['id', 'broker_id', 'hashed'];
  expect(named(table('portal_users', columns))).toMatchObject({
    name: 'portal_users',
    columns: { passwordHash: 'hashed' },
  });
  expect(named(table('users', [...columns, 'password_hash']))?.columns['passwordHash']).toBe('password_hash');
});

test('two names that could be meant are ambiguous, and so nothing is mapped', () => {
  const spellings = mapSchema(
    [table('users', ['id', 'broker_id', 'brokerId', 'password', 'hashed'])],
    expected,
  );
  expect(spellings.ambiguous).toEqual([
    'users.brokerId: broker_id, brokerId',
    'users.passwordHash: password, hashed',
  ]);
  expect(spellings.missing).toEqual(['users.brokerId', 'users.passwordHash']);
  expect(mapSchema([snake, table('Users', ['id'])], expected).ambiguous).toEqual(['users: users, Users']);
});

test('what is missing is named; what may be missing is not', () => {
  expect(mapSchema([table('users', ['id', 'password_hash'])], expected).missing).toEqual(['users.brokerId']);
  expect(mapSchema([], expected)).toMatchObject({ missing: ['users'], tables: {} });
  expect(mapSchema([snake, table('brokers', ['name'])], expected).missing).toEqual(['brokers.id']);
});

test('columns that must be filled and that nobody knows are named, where rows are added', () => {
  const live = table('users', ['id!', 'broker_id!', 'password_hash!', 'shoe_size!', 'hair']);
  expect(mapSchema([live], expected).unfilled).toEqual(['users.shoe_size']);
  expect(mapSchema([live], expected, ['brokers']).unfilled).toEqual([]);
});

test('the first schema of the search path that has everything wins', () => {
  const here = { ...snake, schema: 'app', place: 1 };
  const there = { ...snake, schema: 'public', place: 2 };
  expect(mapSchema([here, there], expected).schema).toBe('app');
  const half = table('users', ['id'], 1, 'app');
  expect(mapSchema([half, there], expected).schema).toBe('public');
});

test('a schema off the path serves when it is the only one; two are ambiguous', () => {
  const [one, two] = [
    { ...snake, schema: 'one', place: null },
    { ...snake, schema: 'two', place: null },
  ];
  expect(mapSchema([one], expected)).toMatchObject({ schema: 'one', missing: [], ambiguous: [] });
  expect(mapSchema([one, two], expected).ambiguous).toEqual(['schema: one, two']);
});

test('the digest tells schemas apart and does not mind the order in which they are read', () => {
  const brokers = table('brokers', ['id']);
  const digest = (...live: readonly LiveTable[]) => mapSchema(live, expected).digest;
  expect(digest(snake, brokers)).toBe(digest(brokers, snake));
  expect(digest(snake)).not.toBe(digest(snake, brokers));
  const retyped = { ...brokers, columns: [{ name: 'id', type: 'uuid', demanded: false }] };
  expect(digest(retyped)).not.toBe(digest(brokers));
  expect(digest(snake)).toMatch(/^[0-9a-f]{64}$/);
});
