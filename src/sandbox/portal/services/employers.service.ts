import { z } from 'zod';
import { line, mailAddress, phoneNumber, postalAddress } from './bodies.ts';
import { UUID } from './placed.ts';
import type { Resource } from './resource.ts';

/** Clients of the broker. The tenant is the session's; only a SuperAdmin, who has none, names one in the body. */
export const employers: Resource = {
  name: 'employers',
  entity: 'employer',
  table: 'employers',
  parents: [],
  newId: (ids) => ids.uuid(),
  idPattern: UUID,
  roles: { read: 'EmployerUser', create: 'BrokerUser', update: 'EmployerAdmin', delete: 'BrokerAdmin' },
  body: z.object({
    brokerId: z.string().max(64).optional(),
    name: line,
    registrationNumber: line,
    contactName: line,
    contactEmail: mailAddress,
    phone: phoneNumber,
    address: postalAddress,
  }),
};
