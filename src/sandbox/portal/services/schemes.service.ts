import { z } from 'zod';
import { line, parentId } from './bodies.ts';
import { ANY_ID } from './placed.ts';
import type { Resource } from './resource.ts';

export const schemes: Resource = {
  name: 'schemes',
  entity: 'scheme',
  table: 'schemes',
  parents: ['employers'],
  newId: (ids) => `sch_${ids.ulid()}`,
  idPattern: ANY_ID,
  roles: { read: 'EmployerUser', create: 'EmployerAdmin', update: 'EmployerAdmin', delete: 'BrokerAdmin' },
  body: z.object({
    employerId: parentId,
    name: line,
    schemeType: z.enum(['DC', 'DB', 'AVC', 'PRSA']),
    authorityNumber: line,
    status: z.enum(['draft', 'active', 'frozen', 'wound-up']).default('active'),
  }),
};
