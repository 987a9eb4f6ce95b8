import { sql } from 'kysely';
import { hasColumn, type Statement } from '../../../ports/database.port.ts';
import type { PooledSchema } from '../schema.ts';

export type NewPassword = {
  readonly tenantId: string;
  readonly adminId: string;
  readonly passwordHash: string;
};

/** A new temporary password for the administrator that this run made; the portal asks for another at the next sign-in where its schema can say so (P7). */
export const setAdminPassword: Statement<PooledSchema, NewPassword, { id: string }> = {
  name: 'pooled.set-admin-password',
  purpose: 'Give the new administrator another temporary password',
  rowCap: 1,
  timeoutMs: 5_000,
  needs: [
    { table: 'users', verb: 'UPDATE', columns: ['passwordHash', 'mustChangePassword', 'updatedAt'] },
    { table: 'users', verb: 'SELECT', columns: ['id', 'brokerId', 'role'] },
  ],
  sample: { tenantId: 'brk_sample', adminId: 'usr_sample', passwordHash: '$argon2id$…' },
  build: (db, { tenantId, adminId, passwordHash }, map) =>
    db
      .updateTable('users')
      .set({
        passwordHash,
        ...(hasColumn(map, 'users', 'mustChangePassword') && { mustChangePassword: true }),
        ...(hasColumn(map, 'users', 'updatedAt') && { updatedAt: sql<Date>`now()` }),
      })
      .where('id', '=', adminId)
      .where('brokerId', '=', tenantId)
      .where('role', '=', 'BrokerAdmin')
      .returning('id')
      .compile(),
};
