import { z } from 'zod';
import { line, prose } from './bodies.ts';
import { UUID } from './placed.ts';
import type { Resource } from './resource.ts';

/** Texts of the tenant's mails. They are seeded at provisioning; which there are is not for a tenant to decide. */
export const emailTemplates: Resource = {
  name: 'email-templates',
  entity: 'email-template',
  table: 'email_templates',
  parents: [],
  newId: (ids) => ids.uuid(),
  idPattern: UUID,
  roles: { read: 'BrokerUser', update: 'BrokerAdmin' },
  body: z.object({ subject: line, body: prose }),
};
