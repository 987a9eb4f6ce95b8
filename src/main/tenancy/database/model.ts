import type { TenancyModel } from '../tenancy-model.ts';
import { adoptDatabase } from './adopt.runbook.ts';
import { masterCatalogue, tenantCatalogue } from './catalogues.ts';
import { removeProbes } from './checks/first-sign-in.ts';
import { tenantFacts } from './checks/tenant-facts.ts';
import { inspectTenant } from './inspection.ts';
import { databaseIntake, slugOf, type DatabaseIntake } from './intake.ts';
import { migrateDatabase } from './migrate.runbook.ts';
import { offboardDatabase } from './offboard.runbook.ts';
import { lookAtServers } from './placement.ts';
import { provisionDatabase } from './provision.runbook.ts';
import { purgeDatabase } from './purge.runbook.ts';
import { scanDatabases } from './reconcile.ts';
import type { MasterSchema } from './schema.ts';
import { listServers } from './statements/master.statements.ts';
import { verifyDatabase } from './verify.runbook.ts';

/** Database-per-tenant (source 4): a tenant has a PostgreSQL database and a role of its own, known by its slug. */
export const databaseModel: TenancyModel<DatabaseIntake, MasterSchema> = {
  id: 'database',
  title: 'Tenant with a database of its own',
  catalogues: [masterCatalogue, tenantCatalogue],
  intake: databaseIntake,
  newTenantId: slugOf,
  provision: provisionDatabase,
  verify: verifyDatabase,
  offboard: offboardDatabase,
  upkeep: {
    inspect: inspectTenant,
    runbooks: { adopt: adoptDatabase, purge: purgeDatabase, migrate: migrateDatabase },
  },
  servers: async ({ database }) => lookAtServers(await database.read((tx) => tx.run(listServers, {}))),
  scan: scanDatabases,
  cleanUpCheck: async (ctx) => {
    const removed = await removeProbes(ctx, await tenantFacts(ctx));
    return { made: removed, removed, left: [], filesLeft: 0, canaryUnchanged: true };
  },
};
