import { ANY_ID } from './placed.ts';
import type { Fields, Resource } from './resource.ts';

/** The tenant's own users. They are made and changed by the platform only (source 2), so a tenant can but look. */
export const users: Resource = {
  name: 'users',
  entity: 'user',
  table: 'users',
  parents: [],
  newId: (ids) => ids.cuid(),
  idPattern: ANY_ID,
  roles: { read: 'BrokerAdmin' },
  present: withoutHash,
  presentInList: withoutHash,
};

export function withoutHash(row: Fields): Fields {
  const { passwordHash: _hash, ...shown } = row;
  return shown;
}
