import pg from 'pg';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { columnsOf, tablesOf } from '../../../src/sandbox/portal/schema/create-schema.ts';
import { hasBrokers, isSnake, schemaVariants } from '../../../src/sandbox/portal/schema/variant.ts';
import { usePortal, type TestPortal } from '../../helpers/sandbox.ts';

type ColumnInfo = { readonly tableName: string; readonly columnName: string; readonly dataType: string };

const columnsIn = ({ db }: TestPortal) =>
  sql<ColumnInfo>`select table_name as "tableName", column_name as "columnName", data_type as "dataType"
    from information_schema.columns where table_schema = 'public'`.execute(db);

const unindexed = ({ db }: TestPortal) =>
  sql`select c.conrelid::regclass::text as constrained from pg_constraint c where c.contype = 'f' and not exists (
    select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1])`.execute(db);

const foreignKeys = ({ db }: TestPortal) =>
  sql<{
    target: string;
  }>`select distinct confrelid::regclass::text as target from pg_constraint where contype = 'f'`.execute(db);

describe.each(schemaVariants)('the schema %s', (variant) => {
  const portal = usePortal({ variant });

  test('names its columns as the variant says, and its tables alike in all', async () => {
    const { rows } = await columnsIn(portal());
    const names = new Set(rows.map(({ columnName }) => columnName));
    expect(names.has('broker_id')).toBe(isSnake(variant));
    expect(names.has('brokerId')).toBe(!isSnake(variant));
    expect([...names].some((name) => (isSnake(variant) ? /[A-Z]/ : /_/).test(name))).toBe(false);
    expect(new Set(rows.map(({ tableName }) => tableName))).toEqual(new Set(tablesOf(variant)));
  });

  test('anchors tenants in a brokers table, or in bare UUIDs that point nowhere', async () => {
    const anchors = (await columnsIn(portal())).rows.filter(({ columnName }) =>
      /^broker_?id$/i.test(columnName),
    );
    expect(new Set(anchors.map(({ dataType }) => dataType))).toEqual(
      new Set([hasBrokers(variant) ? 'text' : 'uuid']),
    );
    const holders = anchors.map(({ tableName }) => tableName).sort();
    const always = ['compliance_calendar', 'email_templates', 'employers', 'users'];
    expect(holders).toEqual(hasBrokers(variant) ? always : [...always, 'members', 'schemes'].sort());
    const targets = (await foreignKeys(portal())).rows.map(({ target }) => target);
    expect(targets.includes('brokers')).toBe(hasBrokers(variant));
  });

  test('has an index on every foreign key', async () => {
    expect((await unindexed(portal())).rows).toEqual([]);
  });

  test('holds the canary’s marker in every text field that is free text', async () => {
    const { db, canary } = portal();
    const fixed =
      /^(id|.*Id|brokerId|role|status|plan|schemeType|keyFunction|documentType|contentType|templateKey|recurrence|passwordHash|blobPath|uploadedBy)$/;
    for (const table of ['employers', 'users', 'email_templates', 'compliance_calendar'] as const) {
      const texts = columnsOf(table, variant).filter(
        ([name, { kind }]) => kind === 'text' && !fixed.test(name),
      );
      const rows = await db.selectFrom(table).selectAll().where('brokerId', '=', canary.brokerId).execute();
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) for (const [name] of texts) expect(String(row[name])).toMatch(/canary-/i);
    }
  });

  test('gives the console’s role no table of its own making, and no password to read', async () => {
    const { host, port, database, consoleUser: user, consolePassword: password } = portal().database;
    const client = new pg.Client({ host, port, database, user, password });
    await client.connect();
    await expect(client.query('create table mine (id int)')).rejects.toThrow('permission denied');
    const hash = isSnake(variant) ? 'password_hash' : '"passwordHash"';
    await expect(client.query(`select ${hash} from users`)).rejects.toThrow('permission denied');
    expect((await client.query('select id, email from users')).rows.length).toBeGreaterThan(5);
    await client.end();
  });
});

describe('the seed', () => {
  const [three, five] = [usePortal(), usePortal({ tenants: 5 })];

  test('makes the same tenants with the same rows, whatever their number', async () => {
    const ids = async ({ db }: TestPortal) =>
      (await db.selectFrom('members').select('id').execute()).map(({ id }) => id);
    const [few, more] = [await ids(three()), await ids(five())];
    expect(more).toEqual(expect.arrayContaining(few));
    expect(more.length).toBe((few.length / 3) * 5);
    expect(three().canary).toEqual(five().canary);
  });
});
