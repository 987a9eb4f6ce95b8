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

const crm = (tables: number) => `export async function up(knex) {
  await knex.schema.createSchema('crm');
  await knex.schema.withSchema('crm').createTable('contacts', (table) => {
    table.increments('id');
    table.text('name').notNullable().index();
  });
  for (let at = 1; at <= ${tables}; at += 1)
    await knex.schema.withSchema('crm').createTable('table_' + at, (table) => {
      table.increments('id');
      table.integer('contact_id').references('id').inTable('crm.contacts').index();
      table.jsonb('data').notNullable().defaultTo('{}');
    });
}
export const down = () => undefined;
`;

/** The migrations of a small platform: its users, and `tables` tables of its trade. */
export async function writeMigrations(folder: string, tables = 2): Promise<void> {
  await writeFile(join(folder, '0001-users.mjs'), users);
  await writeFile(join(folder, '0002-crm.mjs'), crm(tables));
}

/** A temporary folder with those migrations. Whoever makes it removes it. */
export async function migrationsFolder(tables?: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  await writeMigrations(folder, tables);
  return folder;
}
