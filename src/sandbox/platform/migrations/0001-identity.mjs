/** Who may sign in to a tenant: the platform asks each tenant's own database. */
export async function up(knex) {
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

export const down = (knex) => knex.schema.dropSchema('identity', true);
