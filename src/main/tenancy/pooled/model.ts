import type { TenancyModel } from '../tenancy-model.ts';
import { pooledIntake, type PooledIntake } from './intake.ts';
import { removeCheckData, seededResources } from './isolation-check.ts';
import { newId } from './new-id.ts';
import { eraseAgainPooled } from './erase-again.runbook.ts';
import { hasReturned } from './has-returned.ts';
import { offboardPooled } from './offboard.runbook.ts';
import { provisionPooled } from './provision.runbook.ts';
import { pooledProbeUsers } from './probe-users.ts';
import { purgePooled } from './purge.runbook.ts';
import { pooledReadingMaps } from './readings.ts';
import { scanPooled } from './reconcile.ts';
import { repairsOfPooled } from './repairs.ts';
import { rehearsalTenant } from './rehearsal-tenant.ts';
import { pooledExpected, type PooledSchema } from './schema.ts';
import { scanFiles } from './stray-files.ts';
import { pooledStatements } from './statements/index.ts';
import { pooledTruth } from './tenant-truth.ts';
import { unclassified } from './unclassified.ts';
import { verifyPooled } from './verify.runbook.ts';

/** Pooled tenancy: a broker firm on a shared PostgreSQL schema (P1). */
export const pooledModel: TenancyModel<PooledIntake, PooledSchema> = {
  id: 'pooled',
  title: 'Broker firm on a shared schema',
  catalogues: [{ expectedSchema: pooledExpected, statements: pooledStatements, readings: pooledReadingMaps }],
  intake: pooledIntake,
  newTenantId: (intake, connection, ids) => intake.tenantId ?? newId(ids, connection, 'tenant'),
  provision: provisionPooled,
  verify: verifyPooled,
  sharedPortal: {
    hasCanary: async (database, tenantId) =>
      ((await pooledTruth(database).countsOf(tenantId, ['members'])).get('members') ?? 0) > 0,
    defaults: seededResources,
    judge: (parts) => ({ truth: pooledTruth(parts.database), users: pooledProbeUsers(parts) }),
    rehearsalTenant,
  },
  offboard: offboardPooled,
  scan: async (ports, options) => [
    ...(await scanPooled(ports.database, options)),
    await scanFiles(ports, options),
  ],
  erasure: { unclassified, purge: purgePooled, again: eraseAgainPooled, hasReturned },
  repairs: repairsOfPooled,
  cleanUpCheck: removeCheckData,
};
