import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { Bench, Figure } from './bench.ts';
import { measureFleet } from './fleet-figures.ts';
import { measureTenant } from './tenant-figures.ts';

/** With the users' own: 60 tables. */
const TABLES = 58;
const FLEET = 200;
const ROUNDS = 9;
/** Linux keeps it in memory. */
const MEMORY = '/dev/shm';

export const bench: Bench = {
  name: 'database-tenant',
  about: 'A tenant with a database of its own, against bare SQL and against migrating from scratch',
  async run({ quick, log }) {
    const wish = { tables: TABLES, rounds: quick ? 3 : ROUNDS, log };
    log(`PostgreSQL with its own settings, ${wish.rounds} rounds, everything but the console’s own ledger`);
    const figures: Figure[] = [...(await measureTenant({ ...wish, where: 'on disk', place: tmpdir() }))];
    if (existsSync(MEMORY))
      figures.push(...(await measureTenant({ ...wish, where: 'in memory', place: MEMORY })));
    return [...figures, ...(await measureFleet(quick ? 20 : FLEET, TABLES, log))];
  },
};
