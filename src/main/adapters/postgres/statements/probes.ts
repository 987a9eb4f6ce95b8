import { sql } from 'kysely';
import type { ConsoleStatement, NoParams } from './console-statement.ts';

const base = { rowCap: 1, timeoutMs: 5_000, needs: [], sample: {} } as const;

export const readClock: ConsoleStatement<NoParams, { readonly now: Date }> = {
  ...base,
  name: 'console.read-clock',
  purpose: "Read the server's clock, to compare it with the console's.",
  build: (db) => sql<{ now: Date }>`select pg_catalog.clock_timestamp() as "now"`.compile(db),
};

export const readBackend: ConsoleStatement<NoParams, { readonly processId: number }> = {
  ...base,
  name: 'console.read-backend',
  purpose: 'Read which server process answers, to see whether a pooler stands in between.',
  build: (db) => sql<{ processId: number }>`select pg_catalog.pg_backend_pid() as "processId"`.compile(db),
};

export const probeStatements = [readClock, readBackend] as const;
