import { z } from 'zod';
import type { ActorContext } from '../actor-context.ts';
import { audit } from '../audit.ts';
import type { PortalContext } from '../portal-context.ts';
import { day, line, mailAddress, parentId, phoneNumber, postalAddress } from './bodies.ts';
import { UUID } from './placed.ts';
import type { Owned, Resource } from './resource.ts';

export const members: Resource = {
  name: 'members',
  entity: 'member',
  table: 'members',
  parents: ['schemes', 'employers'],
  newId: (ids) => ids.uuid(),
  idPattern: UUID,
  roles: { read: 'Member', create: 'EmployerAdmin', update: 'EmployerAdmin', delete: 'BrokerAdmin' },
  body: z.object({
    schemeId: parentId,
    firstName: line,
    lastName: line,
    email: mailAddress,
    phone: phoneNumber,
    ppsNumber: z.string().trim().min(4).max(40).nullable().optional(),
    dateOfBirth: day.nullable().optional(),
    address: postalAddress,
    status: z.enum(['active', 'deferred', 'retired', 'left']).default('active'),
  }),
  inherit: (scheme) => ({ employerId: scheme['employerId'] }),
  created: welcome,
};

const DEFAULT_TEMPLATE = {
  subject: 'Welcome to your pension scheme',
  body: 'You have been enrolled. Your broker will be in touch.',
};

/** Tells the new member. An enrolment stands even when the mail service is away; the history then says so. */
async function welcome(
  { row, tenantId, schemeId }: Owned,
  context: PortalContext,
  actor: ActorContext,
): Promise<void> {
  const { subject, body } = await template(context, tenantId);
  const sent = await context.mailer.send(
    { to: String(row['email']), subject, text: body },
    `enrol-${row.id}`,
  );
  const action = sent ? 'member.notified' : 'member.notification-failed';
  const event = { action, entityType: 'member', entityId: row.id, tenantId, schemeId };
  await audit(context.db, context, actor, event);
}

async function template({ db }: PortalContext, tenantId: string | null): Promise<typeof DEFAULT_TEMPLATE> {
  const found = await db
    .selectFrom('email_templates')
    .select(['subject', 'body'])
    .where('brokerId', '=', tenantId)
    .where('templateKey', '=', 'member-enrolled')
    .executeTakeFirst();
  return (found as typeof DEFAULT_TEMPLATE | undefined) ?? DEFAULT_TEMPLATE;
}
