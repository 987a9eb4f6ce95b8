import { sql } from 'kysely';
import type { Statement } from '../../../ports/database.port.ts';
import type { TenantSchema } from '../schema.ts';

const TIMEOUT_MS = 10_000;
const sampleId = '00000000-0000-4000-8000-000000000001';
const columns = ['id', 'email', 'role', 'mustChangePassword', 'inviteHash', 'inviteExpiresAt'] as const;

export type Admin = { readonly id: string; readonly email: string };

/** The first administrator can do nothing before the invitation is taken up: there is no password, and one must be set. */
export const insertAdmin: Statement<TenantSchema, Admin, { readonly id: string }> = {
  name: 'database.insert-admin',
  purpose: 'Add the tenant’s first administrator, without a password',
  rowCap: 1,
  timeoutMs: TIMEOUT_MS,
  needs: [{ table: 'appUser', verb: 'INSERT' }],
  sample: { id: sampleId, email: 'sample@example.invalid' },
  build: (db, { id, email }) =>
    db
      .insertInto('appUser')
      .values({ id, email, role: 'ADMIN', mustChangePassword: true, inviteHash: null, inviteExpiresAt: null })
      .returning('id')
      .compile(),
};

export const findAdmin: Statement<TenantSchema, { readonly email: string }, { readonly id: string }> = {
  name: 'database.find-admin',
  purpose: 'Look for the tenant’s first administrator',
  rowCap: 1,
  timeoutMs: TIMEOUT_MS,
  needs: [{ table: 'appUser', verb: 'SELECT', columns }],
  sample: { email: 'sample@example.invalid' },
  build: (db, { email }) =>
    db
      .selectFrom('appUser')
      .select(sql<string>`${sql.ref('id')}::text`.as('id'))
      .where('email', '=', email)
      .where('role', '=', 'ADMIN')
      .compile(),
};

export type Invitation = { readonly id: string; readonly inviteHash: string; readonly inviteExpiresAt: Date };

/** A new invitation; the one before it opens nothing any more. */
export const setInvitation: Statement<TenantSchema, Invitation, { readonly id: string }> = {
  name: 'database.set-invitation',
  purpose: 'Keep the digest of the first-sign-in link and when it expires',
  rowCap: 1,
  timeoutMs: TIMEOUT_MS,
  needs: [{ table: 'appUser', verb: 'UPDATE', columns: ['inviteHash', 'inviteExpiresAt'] }],
  sample: { id: sampleId, inviteHash: '0'.repeat(64), inviteExpiresAt: new Date('2026-01-31T00:00:00Z') },
  build: (db, { id, inviteHash, inviteExpiresAt }) =>
    db
      .updateTable('appUser')
      .set({ inviteHash, inviteExpiresAt })
      .where('id', '=', id)
      .returning('id')
      .compile(),
};

export type InvitedUser = Invitation & { readonly email: string };

/** A user who exists for a check alone, invited like the first administrator. */
export const insertProbeUser: Statement<TenantSchema, InvitedUser, { readonly id: string }> = {
  name: 'database.insert-probe-user',
  purpose: 'Add a user to try the first sign-in with',
  rowCap: 1,
  timeoutMs: TIMEOUT_MS,
  needs: [{ table: 'appUser', verb: 'INSERT' }],
  sample: { ...setInvitation.sample, email: 'sample@example.invalid' },
  build: (db, user) =>
    db
      .insertInto('appUser')
      .values({ ...user, role: 'ADMIN', mustChangePassword: true })
      .returning('id')
      .compile(),
};

/** Nobody's address: the domain cannot exist (RFC 2606). */
export const PROBE_DOMAIN = 'probe.tenant-console.invalid';
const PROBE_CAP = 1_000;

export const removeProbeUsers: Statement<TenantSchema, Record<string, never>, { readonly id: string }> = {
  name: 'database.remove-probe-users',
  purpose: 'Remove the users of checks',
  rowCap: PROBE_CAP,
  timeoutMs: TIMEOUT_MS,
  needs: [
    { table: 'appUser', verb: 'SELECT', columns: ['id', 'email'] },
    { table: 'appUser', verb: 'DELETE' },
  ],
  sample: {},
  build: (db) =>
    db.deleteFrom('appUser').where('email', 'like', `%@${PROBE_DOMAIN}`).returning('id').compile(),
};

/** Who took their invitation up: from then on the tenant is somebody's. */
export const countSignedIn: Statement<TenantSchema, Record<string, never>, { readonly users: number }> = {
  name: 'database.count-signed-in',
  purpose: 'Count the users who have chosen a password',
  rowCap: 1,
  timeoutMs: TIMEOUT_MS,
  needs: [{ table: 'appUser', verb: 'SELECT', columns: ['id', 'mustChangePassword'] }],
  sample: {},
  build: (db) =>
    db
      .selectFrom('appUser')
      .select(sql<number>`count(*)::int`.as('users'))
      .where('mustChangePassword', '=', false)
      .compile(),
};

/** Schemas that are not PostgreSQL's own: what `\dn` shows (source 4). */
export const listSchemas: Statement<TenantSchema, Record<string, never>, { readonly name: string }> = {
  name: 'database.list-schemas',
  purpose: 'Read the names of the schemas',
  rowCap: PROBE_CAP,
  timeoutMs: TIMEOUT_MS,
  needs: [],
  sample: {},
  build: (db) =>
    sql<{
      name: string;
    }>`select nspname as name from pg_catalog.pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'public') order by nspname`.compile(
      db,
    ),
};
