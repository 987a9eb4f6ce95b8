import { z } from 'zod';
import { day, euro, parentId } from './bodies.ts';
import { UUID } from './placed.ts';
import type { Resource } from './resource.ts';

export const contributions: Resource = {
  name: 'contributions',
  entity: 'contribution',
  table: 'contributions',
  parents: ['members', 'schemes', 'employers'],
  newId: (ids) => ids.uuid(),
  idPattern: UUID,
  roles: { read: 'Member', create: 'EmployerAdmin', update: 'EmployerAdmin', delete: 'BrokerAdmin' },
  body: z.object({
    memberId: parentId,
    period: day,
    employeeAmount: euro,
    employerAmount: euro,
    note: z.string().max(500).nullable().optional(),
  }),
};
