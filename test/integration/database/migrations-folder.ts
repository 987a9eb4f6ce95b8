import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const users = `export async function up(knex) {
  await knex.schema.createSchema('identity');
  await knex.schema.withSchema('identity').createTable('app_user', (table) => {
    table.uuid('id').primary();
    table.text('email').notNullable().unique();
    table.text('role').notNullable();
    table.text('password_hash');
    table.boolean('must_change_password').notNullable().defaultTo(true);
    table.text('invite_hash').unique();
    table.timestamp('invite_expires_at', { useTz: true });
    table.timestamp('created_at', { useTz: true }).notNullable().defaultTo(knex.fn.now());
  });
}
export const down = () => undefined;
`;

const contacts = `export async function up(knex) {
  await knex.schema.createSchema('crm');
  await knex.schema.withSchema('crm').createTable('contacts', (table) => {
    table.increments('id');
    table.text('name').notNullable().index();
  });
}
export const down = () => undefined;
`;

const trade = (name: string) => `export async function up(knex) {
  await knex.schema.withSchema('crm').createTable('${name}', (table) => {
    table.increments('id');
    table.integer('contact_id').references('id').inTable('crm.contacts').index();
    table.jsonb('data').notNullable().defaultTo('{}');
  });
}
export const down = () => undefined;
`;

/** The migrations of a small platform: its users, and `tables` tables of its trade, each in the migration with which it came. */
export async function writeMigrations(folder: string, tables = 2): Promise<void> {
  const names = Array.from({ length: tables }, (_, at) => `table_${at + 1}`);
  const all = [
    ['users', users],
    ['contacts', contacts],
    ...names.map((name) => [name, trade(name)]),
  ] as const;
  for (const [at, [name, content = '']] of all.entries())
    await writeFile(join(folder, `${String(at + 1).padStart(4, '0')}-${name}.mjs`), content);
}

/** A temporary folder with those migrations. Whoever makes it removes it. */
export async function migrationsFolder(tables?: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  await writeMigrations(folder, tables);
  return folder;
}
