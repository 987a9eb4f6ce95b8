import { z } from 'zod';
import { day, line, parentId, prose } from './bodies.ts';
import { UUID } from './placed.ts';
import type { Resource } from './resource.ts';

export const writtenPolicies: Resource = {
  name: 'policies',
  entity: 'policy',
  table: 'written_policies',
  parents: ['schemes', 'employers'],
  newId: (ids) => ids.uuid(),
  idPattern: UUID,
  roles: { read: 'EmployerUser', create: 'EmployerAdmin', update: 'EmployerAdmin', delete: 'BrokerAdmin' },
  body: z.object({ schemeId: parentId, title: line, body: prose, approvedOn: day, reviewDueOn: day }),
};
