import { mkdir, writeFile } from 'node:fs/promises';
import { PostgresGateway } from '../src/main/adapters/postgres/postgres-gateway.adapter.ts';
import { systemClock } from '../src/main/adapters/system/system-clock.adapter.ts';
import { tenancyModels } from '../src/main/tenancy/index.ts';

const folder = new URL('../resources/', import.meta.url);

const heading = (
  reading: string,
): string => `-- What the console's database role may do on a ${reading} schema, and nothing else (requirement L14).
-- Made from the statement catalogue by \`npm run console-role\`; \`tenantctl connection doctor\` prints the same for a live schema.
-- Run as the owner of the tables, in the portal's database. The role is made once, with a password of its own:
--   CREATE ROLE tenant_console LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD '…';
`;

/** The role file of each known reading of the schemas that connections lead to, by the reading's name. */
export const consoleRoles: ReadonlyMap<string, string> = new Map(
  tenancyModels.flatMap(({ catalogues: [{ statements, expectedSchema: expected, readings }] }) => {
    const gateway = new PostgresGateway({ statements, expected, clock: systemClock });
    return Object.entries(readings).map(
      ([reading, map]) => [reading, heading(reading) + gateway.grants(map, 'tenant_console')] as const,
    );
  }),
);

export const consoleRoleFile = (reading: string): URL => new URL(`console-role.${reading}.sql`, folder);

if (import.meta.main) {
  await mkdir(folder, { recursive: true });
  for (const [reading, text] of consoleRoles) await writeFile(consoleRoleFile(reading), text);
}
