import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { migrationsFolder } from '../integration/database/migrations-folder.ts';
import type { Bench, Figure } from './bench.ts';
import { measureFleet } from './fleet-figures.ts';
import { portalFolder } from './portal-migrations.ts';
import { measureTenant } from './tenant-figures.ts';

/** With the users' own: 60 tables. */
const TABLES = 58;
const FLEET = 200;
const ROUNDS = 9;
/** Linux keeps it in memory. */
const MEMORY = '/dev/shm';

const places = [
  { where: 'on disk', place: tmpdir() },
  ...(existsSync(MEMORY) ? [{ where: 'in memory', place: MEMORY }] : []),
];

/** A clone costs the same files for both; what knex has to do for a schema is what the schema is like. */
const schemas = [
  { schema: '60 tables as the portal’s are', migrations: portalFolder },
  { schema: '60 thin tables', migrations: () => migrationsFolder(TABLES) },
];

export const bench: Bench = {
  name: 'database-tenant',
  about: 'A tenant with a database of its own, against bare SQL and against migrating from scratch',
  async run({ quick, log }) {
    const rounds = quick ? 3 : ROUNDS;
    log(`PostgreSQL with its own settings, ${rounds} rounds, everything but the console’s own ledger`);
    const figures: Figure[] = [];
    for (const schema of schemas)
      for (const place of places)
        figures.push(...(await measureTenant({ ...schema, ...place, rounds, log })));
    return [...figures, ...(await measureFleet(quick ? 20 : FLEET, TABLES, log))];
  },
};
