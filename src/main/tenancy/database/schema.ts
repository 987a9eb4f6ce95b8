import type { Generated } from 'kysely';
import type { ExpectedSchema } from '../../ports/database.port.ts';

/** The platform's master database (source 4): its servers, its tenants, and what happened to them. */
export type MasterSchema = {
  dbServer: {
    id: string;
    name: string;
    adminSecretRef: string;
    capacityHint: number;
    status: string;
  };
  tenant: {
    id: string;
    slug: string;
    displayName: string;
    status: string;
    dbServerId: string;
    databaseName: string;
  };
  tenantAudit: {
    id: string;
    tenantId: string;
    eventType: string;
    platformUserId: string;
    metadata: string;
    createdAt: Generated<Date>;
  };
  /** What the platform's job API answers from. */
  jobPhase: { jobId: string; slug: string; phase: string; at: Date };
};

/** What the console needs of a tenant's own database: where its users are. */
export type TenantSchema = {
  appUser: {
    id: string;
    email: string;
    role: string;
    mustChangePassword: boolean;
    inviteHash: string | null;
    inviteExpiresAt: Date | null;
  };
};

const needed = { required: true } as const;
const known = { required: false } as const;

export const masterExpected: ExpectedSchema = {
  dbServer: {
    ...needed,
    columns: { id: needed, name: needed, adminSecretRef: needed, capacityHint: needed, status: needed },
  },
  tenant: {
    ...needed,
    columns: {
      id: needed,
      slug: needed,
      displayName: needed,
      status: needed,
      dbServerId: needed,
      databaseName: needed,
    },
  },
  tenantAudit: {
    ...needed,
    columns: {
      id: needed,
      tenantId: needed,
      eventType: needed,
      platformUserId: needed,
      metadata: needed,
      createdAt: known,
    },
  },
  // A platform without a job API has none.
  jobPhase: { ...known, columns: { jobId: needed, slug: needed, phase: needed, at: needed } },
};

export const tenantExpected: ExpectedSchema = {
  appUser: {
    ...needed,
    aliases: ['app_users', 'user', 'users'],
    columns: {
      id: needed,
      email: needed,
      role: needed,
      mustChangePassword: needed,
      inviteHash: needed,
      inviteExpiresAt: needed,
    },
  },
};
