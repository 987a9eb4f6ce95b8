import { sql } from 'kysely';
import { tablesOf } from '../../../src/sandbox/portal/schema/create-schema.ts';
import type { TestPortal } from '../../helpers/sandbox.ts';

type Row = Readonly<Record<string, unknown>>;

/** What the database holds under a tenant id, read by the portal's own role and not by the console. */
export type TenantRows = {
  readonly brokers: readonly Row[];
  readonly users: readonly Row[];
  readonly employers: readonly Row[];
  readonly templates: readonly Row[];
  readonly calendar: readonly Row[];
  readonly audit: readonly Row[];
};

export async function tenantRows({ db, variant }: TestPortal, tenantId: string): Promise<TenantRows> {
  const below = (table: 'users' | 'employers' | 'email_templates' | 'compliance_calendar') =>
    db.selectFrom(table).selectAll().where('brokerId', '=', tenantId).execute();
  const [users, employers, templates, calendar] = await Promise.all([
    below('users'),
    below('employers'),
    below('email_templates'),
    below('compliance_calendar'),
  ]);
  const audit = await db
    .selectFrom('audit_logs')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .orderBy('createdAt')
    .execute();
  const hasBrokers = tablesOf(variant).includes('brokers');
  const brokers = hasBrokers
    ? await db.selectFrom('brokers').selectAll().where('id', '=', tenantId).execute()
    : [];
  return { brokers, users, employers, templates, calendar, audit };
}

/** How many rows each table has, but for the audit trail, which only grows. Blobs are rows of `documents`. */
export async function rowCounts({ db, variant }: TestPortal): Promise<Readonly<Record<string, number>>> {
  const tables = tablesOf(variant).filter((table) => table !== 'audit_logs');
  const counts = await Promise.all(
    tables.map(async (table) => {
      const [row] = await db
        .selectFrom(table)
        .select(sql<number>`count(*)::int`.as('rows'))
        .execute();
      return [table, row?.rows ?? 0] as const;
    }),
  );
  return Object.fromEntries(counts);
}

export const actionsOf = ({ audit }: TenantRows): readonly unknown[] => audit.map(({ action }) => action);
