import { sql, type Kysely } from 'kysely';
import { expect, test } from 'vitest';
import { StatementCatalogue } from '../../../../../src/main/adapters/postgres/statement-catalogue.ts';
import type { AnyStatement, SchemaMap } from '../../../../../src/main/ports/database.port.ts';

type Schema = {
  users: { id: string; brokerId: string; email: string };
  brokers: { id: string; legalName: string };
};

const map: SchemaMap = {
  schema: 'app',
  tables: {
    users: { name: 'Portal Users', columns: { id: 'id', brokerId: 'broker_id', email: 'e"mail' } },
    brokers: { name: 'firms', columns: { id: 'firm_id', legalName: 'legal_name' } },
  },
  missing: [],
  ambiguous: [],
  unfilled: [],
  digest: '',
};

function sqlOf(build: (db: Kysely<Schema>) => { compile(): unknown }): string {
  const statement = { name: 's', purpose: '', rowCap: 1, timeoutMs: 1, needs: [], sample: {} };
  const whole = { ...statement, build: (db: Kysely<Schema>) => build(db).compile() } as AnyStatement;
  return new StatementCatalogue([whole], map).compile({ statement: whole, params: {} }).sql;
}

test('tables and columns take their live names, quoted, and rows come back under the logical ones', () => {
  expect(
    sqlOf((db) => db.selectFrom('users').select(['id', 'brokerId', 'users.email']).where('email', '=', 'x')),
  ).toBe(
    'select "id", "broker_id" as "brokerId", "Portal Users"."e""mail" as "email" from "app"."Portal Users" where "e""mail" = $1',
  );
});

test('aliases of tables and columns stay as they are', () => {
  expect(
    sqlOf((db) =>
      db
        .selectFrom('users as u')
        .innerJoin('brokers as b', 'b.id', 'u.brokerId')
        .select(['u.email', 'b.legalName as firm', (eb) => eb.fn.countAll<number>().as('n')])
        .groupBy(['u.email', 'firm'])
        .orderBy('n'),
    ),
  ).toBe(
    'select "u"."e""mail" as "email", "b"."legal_name" as "firm", count(*) as "n" from "app"."Portal Users" as "u" ' +
      'inner join "app"."firms" as "b" on "b"."firm_id" = "u"."broker_id" group by "u"."e""mail", "firm" order by "n"',
  );
});

test('INSERT, ON CONFLICT, UPDATE and DELETE take live names too', () => {
  expect(
    sqlOf((db) =>
      db
        .insertInto('users')
        .values({ id: '1', brokerId: 'b', email: 'e' })
        .onConflict((on) =>
          on.column('email').doUpdateSet((eb) => ({ brokerId: eb.ref('excluded.brokerId') })),
        )
        .returning(['id', 'brokerId']),
    ),
  ).toBe(
    'insert into "app"."Portal Users" ("id", "broker_id", "e""mail") values ($1, $2, $3) on conflict ("e""mail") ' +
      'do update set "broker_id" = "excluded"."broker_id" returning "id", "broker_id" as "brokerId"',
  );
  expect(sqlOf((db) => db.updateTable('brokers').set({ legalName: 'n' }).where('brokers.id', '=', '1'))).toBe(
    'update "app"."firms" set "legal_name" = $1 where "firms"."firm_id" = $2',
  );
  expect(sqlOf((db) => db.deleteFrom('brokers').where('id', '=', '1').returning('id'))).toBe(
    'delete from "app"."firms" where "firm_id" = $1 returning "firm_id" as "id"',
  );
});

test('subqueries see their own tables first and then those around them', () => {
  expect(
    sqlOf((db) =>
      db
        .selectFrom('brokers')
        .select('legalName')
        .where((eb) =>
          eb.exists(eb.selectFrom('users').select('email').whereRef('users.brokerId', '=', 'brokers.id')),
        ),
    ),
  ).toContain(
    'exists (select "e""mail" as "email" from "app"."Portal Users" where "Portal Users"."broker_id" = "firms"."firm_id")',
  );
});

test('common table expressions and unions are turned once', () => {
  const query = sqlOf((db) =>
    db
      .with('mine', (qb) => qb.selectFrom('users').select(['id', 'brokerId']))
      .selectFrom('mine')
      .innerJoin('brokers', 'brokers.id', 'mine.brokerId')
      .select(['mine.brokerId', 'brokers.legalName'])
      .unionAll(
        db
          .selectFrom('users')
          .innerJoin('brokers', 'brokers.id', 'users.brokerId')
          .select(['users.brokerId', 'brokers.legalName']),
      ),
  );
  expect(query).toBe(
    'with "mine" as (select "id", "broker_id" as "brokerId" from "app"."Portal Users") ' +
      'select "mine"."brokerId", "firms"."legal_name" as "legalName" from "mine" inner join "app"."firms" on "firms"."firm_id" = "mine"."brokerId" ' +
      'union all select "Portal Users"."broker_id" as "brokerId", "firms"."legal_name" as "legalName" from "app"."Portal Users" ' +
      'inner join "app"."firms" on "firms"."firm_id" = "Portal Users"."broker_id"',
  );
});

test('a template knows the table it names', () => {
  const count = sql<number>`(select count(*) from ${sql.table('brokers')} where ${sql.ref('legalName')} = ${'x'})`;
  expect(sqlOf((db) => db.selectFrom('users').select(['id', count.as('n')]))).toBe(
    'select "id", (select count(*) from "app"."firms" where "legal_name" = $1) as "n" from "app"."Portal Users"',
  );
});

test('a name that the live schema lacks is named, and nothing is compiled', () => {
  const unmapped = expect.objectContaining({
    code: 'E_SCHEMA_UNMAPPED',
    details: { missing: ['users.phone'] },
  }) as Error;
  const bare = () => sqlOf((db) => db.selectFrom('users').select('phone' as 'email'));
  const qualified = () => sqlOf((db) => db.selectFrom('users').select('users.phone' as 'email'));
  expect(bare).toThrow(unmapped);
  expect(qualified).toThrow(unmapped);
});

test('`select *` and unknown qualifiers are bugs', () => {
  expect(() => sqlOf((db) => db.selectFrom('users').selectAll())).toThrow(TypeError);
  expect(() => sqlOf((db) => db.selectFrom('users').selectAll('users'))).toThrow(TypeError);
  expect(() => sqlOf((db) => db.selectFrom('users').select('x.email' as 'email'))).toThrow(
    'Nothing in the query is called "x"',
  );
});

test('a bare column that two tables spell differently has to say whose it is', () => {
  const query = () => sqlOf((db) => db.selectFrom(['users', 'brokers']).select('id' as 'email'));
  expect(query).toThrow('Name the table of "id"');
});
