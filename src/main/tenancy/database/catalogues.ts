import type { Catalogue, ExpectedSchema, SchemaMap } from '../../ports/database.port.ts';
import { masterExpected, tenantExpected } from './schema.ts';
import { masterStatements, tenantStatements } from './statements/index.ts';

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The map of a schema as source 4 writes it: every table and column there, in snake_case, in schema `identity`. */
function readingOf(name: string, expected: ExpectedSchema): SchemaMap {
  const tables = Object.entries(expected).map(([table, { columns }]) => {
    const names = Object.keys(columns).map((column) => [column, snake(column)] as const);
    return [table, { name: snake(table), columns: Object.fromEntries(names) }] as const;
  });
  return {
    schema: 'identity',
    tables: Object.fromEntries(tables),
    missing: [],
    ambiguous: [],
    unfilled: [],
    digest: name,
  };
}

/** The platform's master database. */
export const masterCatalogue: Catalogue = {
  expectedSchema: masterExpected,
  statements: masterStatements,
  readings: { master: readingOf('master', masterExpected) },
};

/** A tenant's own database. */
export const tenantCatalogue: Catalogue = {
  expectedSchema: tenantExpected,
  statements: tenantStatements,
  readings: { tenant: readingOf('tenant', tenantExpected) },
};
