import type { SchemaMap } from '../../ports/database.port.ts';
import { pooledExpected } from './schema.ts';

/** The four readings of the pooled schema (P2): with or without a `brokers` table, snake_case or camelCase columns. */
export const pooledReadings = ['brokers-snake', 'brokers-camel', 'bare-snake', 'bare-camel'] as const;

export type PooledReading = (typeof pooledReadings)[number];

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Below the employer the tenant's id stands in the bare reading alone (source 1); elsewhere it is found through the employer. */
const isThere = (anchor: string | undefined, table: string, column: string): boolean =>
  anchor === 'bare' || column !== 'brokerId' || (table !== 'schemes' && table !== 'members');

/**
 * The map of a reading as the sources write it: every table and column there, tables in snake_case, in schema `public`. For
 * printing statements and GRANTs without a server at hand; a live database is always read.
 */
export function readingMap(reading: PooledReading): SchemaMap {
  const [anchor, spelling] = reading.split('-');
  const spell = spelling === 'snake' ? snake : (name: string): string => name;
  const present = Object.entries(pooledExpected).filter(
    ([table]) => anchor === 'brokers' || table !== 'brokers',
  );
  const tables = present.map(([table, { columns }]) => {
    const there = Object.keys(columns).filter((column) => isThere(anchor, table, column));
    const names = there.map((column) => [column, spell(column)] as const);
    return [table, { name: snake(table), columns: Object.fromEntries(names) }] as const;
  });
  return {
    schema: 'public',
    tables: Object.fromEntries(tables),
    missing: [],
    ambiguous: [],
    unfilled: [],
    digest: reading,
  };
}

/** Every reading's map by name. */
export const pooledReadingMaps = Object.fromEntries(
  pooledReadings.map((reading) => [reading, readingMap(reading)]),
);
