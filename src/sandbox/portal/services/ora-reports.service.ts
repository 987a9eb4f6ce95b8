import { z } from 'zod';
import { line, parentId, prose } from './bodies.ts';
import { UUID } from './placed.ts';
import type { Resource } from './resource.ts';

/** Own-risk assessments. */
export const oraReports: Resource = {
  name: 'ora-reports',
  entity: 'ora-report',
  table: 'ora_reports',
  parents: ['schemes', 'employers'],
  newId: (ids) => ids.uuid(),
  idPattern: UUID,
  roles: { read: 'EmployerUser', create: 'EmployerAdmin', update: 'EmployerAdmin', delete: 'BrokerAdmin' },
  body: z.object({
    schemeId: parentId,
    title: line,
    summary: prose,
    reportYear: z.int().min(1990).max(2200),
    status: z.enum(['draft', 'final']).default('draft'),
  }),
};
