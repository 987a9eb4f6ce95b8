import { mkdir, writeFile } from 'node:fs/promises';
import { PostgresGateway } from '../src/main/adapters/postgres/postgres-gateway.adapter.ts';
import { systemClock } from '../src/main/adapters/system/system-clock.adapter.ts';
import { pooledReadings, readingMap, type PooledReading } from '../src/main/tenancy/pooled/readings.ts';
import { pooledExpected } from '../src/main/tenancy/pooled/schema.ts';
import { pooledStatements } from '../src/main/tenancy/pooled/statements/index.ts';

const folder = new URL('../resources/', import.meta.url);

const heading = (
  reading: PooledReading,
): string => `-- What the console's database role may do on a ${reading} schema, and nothing else (requirement L14).
-- Made from the statement catalogue by \`npm run console-role\`; \`tenantctl connection doctor\` prints the same for a live schema.
-- Run as the owner of the tables, in the portal's database. The role is made once, with a password of its own:
--   CREATE ROLE tenant_console LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD '…';
`;

/** The role file of one schema reading. */
export function consoleRole(reading: PooledReading): string {
  const gateway = new PostgresGateway({
    statements: pooledStatements,
    expected: pooledExpected,
    clock: systemClock,
  });
  return heading(reading) + gateway.grants(readingMap(reading), 'tenant_console');
}

export const consoleRoleFile = (reading: PooledReading): URL =>
  new URL(`console-role.${reading}.sql`, folder);

if (import.meta.main) {
  await mkdir(folder, { recursive: true });
  for (const reading of pooledReadings) await writeFile(consoleRoleFile(reading), consoleRole(reading));
}
