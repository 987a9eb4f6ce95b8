import { sql } from 'kysely';
import { hasColumn, type Privilege, type Statement } from '../../../ports/database.port.ts';
import { PROBE_DOMAIN } from '../../../ports/probe-users.port.ts';
import type { PooledSchema } from '../schema.ts';

/** A user of a check, as a row. */
export type ProbeUserRow = {
  readonly id: string;
  readonly email: string;
  readonly role: string;
  readonly tenantId: string;
  readonly passwordHash: string;
  readonly employerId: string | null;
  readonly memberId: string | null;
};

type Found = { readonly id: string; readonly email: string; readonly tenantId: string };
type Ids = { readonly ids: readonly string[] };

const sampleIds: Ids = { ids: ['usr_sample'] };
const isProbeUser = sql<boolean>`${sql.ref('email')} like ${sql.lit(`%@${PROBE_DOMAIN}`)}`;
const reads: Privilege = { table: 'users', verb: 'SELECT', columns: ['id', 'email', 'brokerId'] };

const amongThem = ({ ids }: Ids) => sql<boolean>`${sql.ref('id')} = any(${ids})`;

export const insertProbeUsers: Statement<
  PooledSchema,
  { readonly users: readonly ProbeUserRow[] },
  { id: string }
> = {
  name: 'pooled.insert-probe-users',
  purpose: 'Make the users that an isolation check signs in with',
  rowCap: 32,
  timeoutMs: 10_000,
  needs: [{ table: 'users', verb: 'INSERT' }, reads],
  sample: {
    users: [
      {
        id: 'usr_sample',
        email: `sample@${PROBE_DOMAIN}`,
        role: 'BrokerUser',
        tenantId: 'brk_sample',
        passwordHash: 'x',
        employerId: null,
        memberId: null,
      },
    ],
  },
  build: (db, { users }, map) =>
    db
      .insertInto('users')
      .values(
        users.map(({ id, email, role, tenantId, passwordHash, employerId, memberId }) => ({
          id,
          email,
          role,
          passwordHash,
          name: 'Isolation check',
          brokerId: tenantId,
          ...(hasColumn(map, 'users', 'employerId') && { employerId }),
          ...(hasColumn(map, 'users', 'memberId') && { memberId }),
          ...(hasColumn(map, 'users', 'mustChangePassword') && { mustChangePassword: false }),
          ...(hasColumn(map, 'users', 'createdAt') && { createdAt: sql<Date>`now()` }),
          ...(hasColumn(map, 'users', 'updatedAt') && { updatedAt: sql<Date>`now()` }),
        })),
      )
      .returning('id')
      .compile(),
};

/** Off-boarding takes access away in the same way (P17). */
export const disableProbeUser: Statement<PooledSchema, { readonly id: string }, { id: string }> = {
  name: 'pooled.disable-probe-user',
  purpose: 'Take the access of one user of a check away, to see that the portal heeds it',
  rowCap: 1,
  timeoutMs: 5_000,
  needs: [{ table: 'users', verb: 'UPDATE', columns: ['role'] }, reads],
  sample: { id: 'usr_sample' },
  build: (db, { id }) =>
    db
      .updateTable('users')
      .set({ role: 'Disabled' })
      .where('id', '=', id)
      .where(isProbeUser)
      .returning('id')
      .compile(),
};

export const resetProbePasswords: Statement<
  PooledSchema,
  Ids & { readonly passwordHash: string },
  { id: string }
> = {
  name: 'pooled.reset-probe-passwords',
  purpose: 'Let the administrators of a check that was cut off sign in once more, to remove its test data',
  rowCap: 256,
  timeoutMs: 10_000,
  needs: [{ table: 'users', verb: 'UPDATE', columns: ['passwordHash'] }, reads],
  sample: { ...sampleIds, passwordHash: 'x' },
  build: (db, { passwordHash, ...ids }) =>
    db
      .updateTable('users')
      .set({ passwordHash })
      .where(amongThem(ids))
      .where(isProbeUser)
      .returning('id')
      .compile(),
};

export const removeProbeUsers: Statement<PooledSchema, Ids, { id: string }> = {
  name: 'pooled.remove-probe-users',
  purpose: 'Remove the users of an isolation check',
  rowCap: 256,
  timeoutMs: 10_000,
  needs: [{ table: 'users', verb: 'DELETE' }, reads],
  sample: sampleIds,
  build: (db, ids) =>
    db.deleteFrom('users').where(amongThem(ids)).where(isProbeUser).returning('id').compile(),
};

export const findProbeUsers: Statement<PooledSchema, { readonly tenantIds: readonly string[] }, Found> = {
  name: 'pooled.find-probe-users',
  purpose: 'Find users that an isolation check has left behind',
  rowCap: 256,
  timeoutMs: 10_000,
  needs: [reads],
  sample: { tenantIds: ['brk_sample'] },
  build: (db, { tenantIds }) =>
    db
      .selectFrom('users')
      .select(['id', 'email', 'brokerId as tenantId'])
      .where(sql<boolean>`${sql.ref('brokerId')} = any(${tenantIds})`)
      .where(isProbeUser)
      .compile(),
};
