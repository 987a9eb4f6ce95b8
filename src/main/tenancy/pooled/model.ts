import type { TenancyModel } from '../tenancy-model.ts';
import { pooledIntake, type PooledIntake } from './intake.ts';
import { newId } from './new-id.ts';
import { provisionPooled } from './provision.runbook.ts';
import { pooledReadingMaps } from './readings.ts';
import { pooledExpected, type PooledSchema } from './schema.ts';
import { pooledStatements } from './statements/index.ts';
import { findCanaryObjects } from './statements/verify-access.statements.ts';

/** Pooled tenancy: a broker firm on a shared PostgreSQL schema (P1). */
export const pooledModel: TenancyModel<PooledIntake, PooledSchema> = {
  id: 'pooled',
  title: 'Broker firm on a shared schema',
  expectedSchema: pooledExpected,
  statements: pooledStatements,
  readings: pooledReadingMaps,
  hasCanary: async (database, tenantId) =>
    (await database.read((tx) => tx.run(findCanaryObjects, { tenantId }))).length > 0,
  intake: pooledIntake,
  newTenantId: (intake, connection, ids) => intake.tenantId ?? newId(ids, connection, 'tenant'),
  provision: provisionPooled,
};
