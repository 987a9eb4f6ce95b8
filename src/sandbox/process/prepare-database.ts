import type { BlobStore } from '../blob/blob-store.ts';
import { LOOPBACK } from '../loopback.ts';
import { createSchema } from '../portal/schema/create-schema.ts';
import { openPortalDatabase } from '../portal/schema/portal-database.ts';
import type { SchemaVariant } from '../portal/schema/variant.ts';
import { createDatabase, OWNER_ROLE, type Cluster } from '../postgres/portal-cluster.ts';
import { seedPortal, type SeedOptions, type SeedResult } from '../seed/seed.ts';

export type Preparation = {
  readonly cluster: Cluster;
  readonly database: string;
  readonly ownerPassword: string;
  readonly variant: SchemaVariant;
  readonly tenants: number;
  readonly blobs: BlobStore;
  readonly passwords: SeedOptions['passwords'];
};

/** Makes the portal's database in a cluster that has the roles already, with tables and seeded tenants. */
export async function prepareDatabase(preparation: Preparation): Promise<SeedResult> {
  const { cluster, database, ownerPassword: password, variant, tenants, blobs, passwords } = preparation;
  await createDatabase(cluster, database);
  const db = openPortalDatabase(
    { host: LOOPBACK, port: cluster.port, database, user: OWNER_ROLE, password },
    variant,
  );
  try {
    await createSchema(db, variant);
    return await seedPortal({ db, variant, blobs, tenants, passwords });
  } finally {
    await db.destroy();
  }
}
