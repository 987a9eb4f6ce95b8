import { z } from 'zod';
import { day, line, prose } from './bodies.ts';
import { UUID } from './placed.ts';
import type { Resource } from './resource.ts';

export const complianceCalendar: Resource = {
  name: 'compliance-calendar',
  entity: 'calendar-entry',
  table: 'compliance_calendar',
  parents: [],
  newId: (ids) => ids.uuid(),
  idPattern: UUID,
  roles: { read: 'EmployerUser', create: 'BrokerUser', update: 'BrokerUser', delete: 'BrokerAdmin' },
  body: z.object({
    brokerId: z.string().max(64).optional(),
    title: line,
    description: prose,
    dueOn: day,
    recurrence: z.enum(['none', 'monthly', 'quarterly', 'yearly']).default('yearly'),
  }),
};
