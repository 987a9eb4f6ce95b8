import type { Connection } from '../../../shared/model/connection.ts';
import type { TenantDatabase } from '../../ports/database.port.ts';
import type { IdSource } from '../../ports/id-source.port.ts';
import type { PasswordHash } from '../../ports/password-hash.port.ts';
import type { ProbeUser, ProbeUsers } from '../../ports/probe-users.port.ts';
import { newId } from './new-id.ts';
import type { PooledSchema } from './schema.ts';
import {
  disableProbeUser,
  findProbeUsers,
  insertProbeUsers,
  removeProbeUsers,
  resetProbePasswords,
} from './statements/probe-users.statements.ts';

export type ProbeUserParts = {
  readonly database: TenantDatabase<PooledSchema>;
  readonly connection: Pick<Connection, 'idFormats'>;
  readonly passwordHash: PasswordHash;
  readonly ids: IdSource;
};

/** Users of a check as rows of the pooled schema. The statements themselves touch nobody outside the probe domain. */
export function pooledProbeUsers({ database, connection, passwordHash, ids }: ProbeUserParts): ProbeUsers {
  return {
    newId: () => newId(ids, connection, 'user'),
    create: async (users, password) => {
      const hash = (await passwordHash.hash(password)).reveal();
      const rows = users.map((user) => rowOf(user, hash));
      await database.write((tx) => tx.run(insertProbeUsers, { users: rows }));
    },
    disable: async (id) => {
      await database.write((tx) => tx.run(disableProbeUser, { id }));
    },
    resetPassword: async (userIds, password) => {
      if (userIds.length === 0) return;
      const hash = (await passwordHash.hash(password)).reveal();
      await database.write((tx) => tx.run(resetProbePasswords, { ids: userIds, passwordHash: hash }));
    },
    remove: async (userIds) => {
      if (userIds.length === 0) return 0;
      return (await database.write((tx) => tx.run(removeProbeUsers, { ids: userIds }))).length;
    },
    find: (tenantIds) => database.read((tx) => tx.run(findProbeUsers, { tenantIds })),
  };
}

const rowOf = ({ id, email, tenantId, role, boundTo }: ProbeUser, passwordHash: string) => ({
  id,
  email,
  tenantId,
  role,
  passwordHash,
  employerId: boundTo?.resource === 'employers' ? String(boundTo.id) : null,
  memberId: boundTo?.resource === 'members' ? String(boundTo.id) : null,
});
