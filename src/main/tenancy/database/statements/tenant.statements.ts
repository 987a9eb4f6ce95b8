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
