import { base, en, en_IE, Faker } from '@faker-js/faker';
import type { BlobStore } from '../blob/blob-store.ts';
import { hashPassword } from '../portal/auth/password.ts';
import type { PortalDatabase } from '../portal/schema/portal-database.ts';
import type { SchemaVariant } from '../portal/schema/variant.ts';
import type { Ids } from '../ids.ts';
import { insertRows } from './insert-rows.ts';
import { documentText } from './scheme-rows.ts';
import { seededIds } from './seeded-ids.ts';
import { mergeRows, stamped, type SeedRow, type SeedRows } from './seed-rows.ts';
import { tenantRows, type SeededUser, type TenantSeed } from './tenant-rows.ts';
import { canaryWords, plausibleWords } from './words.ts';

export type SeedOptions = {
  readonly db: PortalDatabase;
  readonly variant: SchemaVariant;
  readonly blobs: BlobStore;
  /** Tenants in all, the canary among them; at least one. */
  readonly tenants: number;
  readonly passwords: { readonly canary: string; readonly superAdmin: string; readonly others: string };
};

export type SeedResult = {
  readonly seededTenants: number;
  /** All users of the canary sign in with the same password. */
  readonly canary: { readonly brokerId: string; readonly users: readonly SeededUser[] };
  readonly superAdmin: { readonly email: string };
};

const SEED = 20_260_101;
const SINCE = new Date('2026-01-01T09:00:00Z');
const TENANTS_A_BATCH = 50;
const SUPER_ADMIN_EMAIL = 'superadmin@portal.example';

/**
 * Fills an empty portal: the canary tenant, then plausible ones. The same tenant number has the same rows whatever the
 * number of tenants, because each is made from a seed of its own. Three password hashes in all, whatever the number.
 */
export async function seedPortal({
  db,
  variant,
  blobs,
  tenants,
  passwords,
}: SeedOptions): Promise<SeedResult> {
  const hashes = await Promise.all(
    [passwords.canary, passwords.superAdmin, passwords.others].map(hashPassword),
  );
  const [canaryHash = '', superAdminHash = '', otherHash = ''] = hashes;
  const canary = makeTenant(0, variant, canaryHash);
  await store(db, blobs, variant, { users: [superAdminRow(superAdminHash)] });
  await store(db, blobs, variant, canary.rows);
  for (let first = 1; first < tenants; first += TENANTS_A_BATCH) {
    const count = Math.min(TENANTS_A_BATCH, tenants - first);
    const made = Array.from(
      { length: count },
      (_, offset) => makeTenant(first + offset, variant, otherHash).rows,
    );
    await store(db, blobs, variant, mergeRows(made));
  }
  const { brokerId, users } = canary;
  return { seededTenants: tenants, canary: { brokerId, users }, superAdmin: { email: SUPER_ADMIN_EMAIL } };
}

function makeTenant(number: number, variant: SchemaVariant, passwordHash: string): TenantSeed {
  const faker = new Faker({ locale: [en_IE, en, base], seed: SEED + number });
  faker.setDefaultRefDate(SINCE);
  const since = new Date(SINCE.getTime() + number * 1000);
  const words = number === 0 ? canaryWords() : plausibleWords;
  const mailDomain = `broker-${number}.example`;
  const ids: Ids = seededIds(faker, since);
  return tenantRows({
    number,
    faker,
    ids,
    words,
    variant,
    since,
    passwordHash,
    mailDomain,
  });
}

const superAdminRow = (passwordHash: string): SeedRow => ({
  id: seededIds(new Faker({ locale: [base], seed: SEED - 1 }), SINCE).cuid(),
  email: SUPER_ADMIN_EMAIL,
  name: 'Platform operations',
  passwordHash,
  role: 'SuperAdmin',
  brokerId: null,
  employerId: null,
  memberId: null,
  mustChangePassword: false,
  lastLoginAt: null,
  ...stamped(SINCE),
});

async function store(
  db: PortalDatabase,
  blobs: BlobStore,
  variant: SchemaVariant,
  rows: SeedRows,
): Promise<void> {
  await insertRows(db, variant, rows);
  for (const { blobPath, filename } of rows.documents ?? []) {
    blobs.put(String(blobPath), Buffer.from(documentText({ filename: String(filename) })), 'text/plain');
  }
}
