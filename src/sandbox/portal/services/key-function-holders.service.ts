import { z } from 'zod';
import { day, line, mailAddress, parentId, phoneNumber } from './bodies.ts';
import { UUID } from './placed.ts';
import type { Resource } from './resource.ts';

/** The people IORP II asks each scheme to name. */
export const keyFunctionHolders: Resource = {
  name: 'key-function-holders',
  entity: 'key-function-holder',
  table: 'key_function_holders',
  parents: ['schemes', 'employers'],
  newId: (ids) => ids.uuid(),
  idPattern: UUID,
  roles: { read: 'EmployerUser', create: 'EmployerAdmin', update: 'EmployerAdmin', delete: 'BrokerAdmin' },
  body: z.object({
    schemeId: parentId,
    keyFunction: z.enum(['risk-management', 'internal-audit', 'actuarial']),
    name: line,
    email: mailAddress,
    phone: phoneNumber,
    appointedOn: day,
  }),
};
