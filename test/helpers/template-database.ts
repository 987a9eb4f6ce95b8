import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBlobStore } from '../../src/sandbox/blob/blob-store.ts';
import { systemClock } from '../../src/sandbox/clock.ts';
import type { SchemaVariant } from '../../src/sandbox/portal/schema/variant.ts';
import { asSuperuser, dropDatabase } from '../../src/sandbox/postgres/portal-cluster.ts';
import { prepareDatabase } from '../../src/sandbox/process/prepare-database.ts';
import type { SeedResult } from '../../src/sandbox/seed/seed.ts';
import { grantConsoleRole } from '../../src/sandbox/serve-portal.ts';
import type { TestCluster } from './postgres.setup.ts';

export const passwords = {
  canary: 'canary password of tests',
  superAdmin: 'superadmin password of tests',
  others: 'nobody knows',
};

export type Template = {
  readonly database: string;
  readonly blobDirectory: string;
  readonly seed: SeedResult;
};

/**
 * A seeded portal to clone from, made when the first test of the run wants it; the others wait for it. Nobody may be
 * connected to it while it is cloned.
 */
export async function templateDatabase(
  cluster: TestCluster,
  variant: SchemaVariant,
  tenants: number,
): Promise<Template> {
  const database = `template_${variant.replace('-', '_')}_${tenants}`;
  const blobDirectory = join(cluster.directory, database);
  const seedFile = `${blobDirectory}.json`;
  await asSuperuser(cluster, 'postgres', async (client) => {
    await client.query('select pg_advisory_lock(hashtext($1))', [database]);
    if (existsSync(seedFile)) return;
    await dropDatabase(cluster, database);
    const blobs = openBlobStore(blobDirectory, systemClock);
    const { ownerPassword } = cluster;
    const seed = await prepareDatabase({
      cluster,
      database,
      ownerPassword,
      variant,
      tenants,
      blobs,
      passwords,
    });
    await grantConsoleRole(cluster, database, variant);
    writeFileSync(seedFile, JSON.stringify(seed));
  });
  return { database, blobDirectory, seed: JSON.parse(readFileSync(seedFile, 'utf8')) as SeedResult };
}
