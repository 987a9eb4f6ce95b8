/** A small trade: clients, their appointments, and notes about them. */
export async function up(knex) {
  await knex.schema.createSchema('care');
  const care = () => knex.schema.withSchema('care');
  await care().createTable('client', (table) => {
    table.increments('id');
    table.text('name').notNullable().index();
    table.jsonb('contact').notNullable().defaultTo('{}');
  });
  await care().createTable('appointment', (table) => {
    table.increments('id');
    table.integer('client_id').notNullable().references('id').inTable('care.client').index();
    table.timestamp('starts_at', { useTz: true }).notNullable();
    table.text('status').notNullable().defaultTo('planned');
  });
  await care().createTable('note', (table) => {
    table.increments('id');
    table.integer('client_id').notNullable().references('id').inTable('care.client').index();
    table.text('body').notNullable();
  });
}

export const down = (knex) => knex.schema.dropSchema('care', true);
