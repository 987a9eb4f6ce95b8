import { expect, test } from 'vitest';
import { systemClock } from '../../../../../src/main/adapters/system/system-clock.adapter.ts';
import { PostgresGateway } from '../../../../../src/main/adapters/postgres/postgres-gateway.adapter.ts';
import type { ExpectedSchema, SchemaMap } from '../../../../../src/main/ports/database.port.ts';
import { pooledReadings, readingMap } from '../../../../../src/main/tenancy/pooled/readings.ts';
import { pooledExpected } from '../../../../../src/main/tenancy/pooled/schema.ts';
import { pooledStatements } from '../../../../../src/main/tenancy/pooled/statements/index.ts';

/** The reading with nothing but what is required of it: a deployment that lacks every optional column. */
function sparse(map: SchemaMap): SchemaMap {
  const expected: ExpectedSchema = pooledExpected;
  const tables = Object.entries(map.tables).map(([table, live]) => {
    const kept = Object.entries(live.columns).filter(
      ([column]) => expected[table]?.columns[column]?.required,
    );
    return [table, { ...live, columns: Object.fromEntries(kept) }] as const;
  });
  return { ...map, tables: Object.fromEntries(tables) };
}

const gateway = new PostgresGateway({
  statements: pooledStatements,
  expected: pooledExpected,
  clock: systemClock,
});

test.each(pooledReadings)('every statement does without the optional columns of a %s schema', (reading) => {
  // A rule about a column is no rule where the column is not.
  const rules = new Set(pooledStatements.filter(({ onlyWith }) => onlyWith).map(({ name }) => name));
  const whole = gateway.statements(readingMap(reading)).map(({ name }) => name);
  const statements = gateway.statements(sparse(readingMap(reading)));
  const plain = (names: readonly string[]) => names.filter((name) => !rules.has(name));
  expect(plain(statements.map(({ name }) => name))).toEqual(plain(whole));
  const insert = statements.find(({ name }) => /insert-(bare-)?tenant$/.test(name));
  expect(insert?.sql).not.toMatch(/must_?change_?password|subdomain/i);
});
