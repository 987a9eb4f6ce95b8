import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { columnsOf } from '../../src/sandbox/portal/schema/create-schema.ts';
import type { Column } from '../../src/sandbox/portal/schema/columns.ts';
import { tableNames, uniqueTogether, type TableName } from '../../src/sandbox/portal/schema/tables.ts';
import { migrationsFolder } from '../integration/database/migrations-folder.ts';

/** With the platform's own two: 60 tables. */
const TABLES = 58;
const VARIANT = 'brokers-snake';

/**
 * The migrations of a platform whose tables are the pooled portal's own (`src/sandbox/portal/schema`, the reading with brokers):
 * its 14 tables over and over, numbered, until there are 60 with the platform's users and contacts. Each has the columns, types,
 * defaults, keys and indexes that it has there: 129 columns, 22 indexes beside the primary keys and 16 foreign keys in 14 tables,
 * which is 9.2, 1.6 and 1.1 a table; the portal has no checks. In addition each is altered once, later, as tables grow: a migration of its
 * own adds a column with an index. Whoever makes the folder removes it.
 */
export async function portalFolder(): Promise<string> {
  const folder = await migrationsFolder(0);
  const all = Array.from({ length: TABLES }, (_, at) => ({
    table: tableNames[at % tableNames.length]!,
    round: Math.floor(at / tableNames.length) + 1,
  }));
  for (const [at, { table, round }] of all.entries()) {
    await write(folder, 1000 + at, `create_${table}_${round}`, creation(table, round));
    await write(folder, 2000 + at, `alter_${table}_${round}`, alteration(table, round));
  }
  return folder;
}

const write = (folder: string, at: number, name: string, up: string) =>
  writeFile(
    join(folder, `${at}_${name}.mjs`),
    `export const up = (knex) => knex.schema.withSchema('crm').${up};\nexport const down = () => undefined;\n`,
  );

const creation = (table: TableName, round: number): string => {
  const columns = columnsOf(table, VARIANT).map(([name, column]) => `  ${lineOf(name, column, round)}`);
  const together = uniqueTogether
    .filter((unique) => unique.table === table)
    .map(({ columns }) => `  table.unique(${JSON.stringify(columns.map(snake))});`);
  return `createTable('${table}_${round}', (table) => {\n${[...columns, ...together].join('\n')}\n})`;
};

const alteration = (table: TableName, round: number): string =>
  `alterTable('${table}_${round}', (table) => {\n  table.text('external_reference').index();\n})`;

function lineOf(name: string, column: Column, round: number): string {
  const { kind, nullable, primary, unique, references } = column;
  const isLookedUp = references !== undefined || ['tenantId', 'entityId'].includes(name);
  const isWritten = name === 'createdAt' || name === 'updatedAt';
  return [
    `table.specificType('${snake(name)}', '${kind}')`,
    ...(nullable || primary ? [] : ['.notNullable()']),
    ...(primary ? ['.primary()'] : []),
    ...(unique ? ['.unique()'] : []),
    ...(references === undefined ? [] : [`.references('id').inTable('crm.${references}_${round}')`]),
    ...(isLookedUp ? ['.index()'] : []),
    ...(isWritten ? ['.defaultTo(knex.fn.now())'] : []),
    ...(kind === 'boolean' ? ['.defaultTo(false)'] : []),
    ';',
  ].join('');
}

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
