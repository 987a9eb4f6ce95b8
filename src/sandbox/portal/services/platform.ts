import { z } from 'zod';
import type { ActorContext } from '../actor-context.ts';
import { audit } from '../audit.ts';
import { hashPassword, MINIMUM_PASSWORD_LENGTH } from '../auth/password.ts';
import type { PortalContext } from '../portal-context.ts';
import { DISABLED, roles } from '../role.ts';
import { hasBrokers } from '../schema/variant.ts';
import { line, mailAddress } from './bodies.ts';
import type { Fields } from './resource.ts';
import { withoutHash } from './users.service.ts';

const LIMIT = 200;

/** All tenants. Without a `brokers` table a tenant is known by the users who name it. */
export async function listBrokers(
  actor: ActorContext,
  { db, variant, policies }: PortalContext,
): Promise<readonly Fields[]> {
  policies.requireRole(actor, 'SuperAdmin', undefined, 'list');
  if (hasBrokers(variant))
    return db.selectFrom('brokers').selectAll().orderBy('createdAt').orderBy('id').limit(LIMIT).execute();
  const named = db.selectFrom('users').select('brokerId as id').where('brokerId', 'is not', null);
  return named.distinct().orderBy('id').limit(LIMIT).execute();
}

export const auditQuery = z.object({
  tenantId: z.string().optional(),
  actorId: z.string().optional(),
  entityId: z.string().optional(),
  page: z.coerce.number().int().min(1).default(1),
});

/** The audit trail, newest first: a SuperAdmin's view of all, a BrokerAdmin's view of their own tenant. */
export async function listAudit(
  { page, ...filters }: z.infer<typeof auditQuery>,
  actor: ActorContext,
  { db, policies }: PortalContext,
): Promise<readonly Fields[]> {
  policies.requireRole(actor, 'BrokerAdmin', undefined, 'list');
  const { brokerId } = policies.scope(actor, undefined, 'list');
  const wanted = { ...filters, ...(brokerId === undefined ? {} : { tenantId: brokerId }) };
  let query = db.selectFrom('audit_logs').selectAll();
  for (const [column, value] of Object.entries(wanted))
    if (value !== undefined) query = query.where(column, '=', value);
  return query
    .orderBy('createdAt', 'desc')
    .orderBy('id')
    .limit(LIMIT)
    .offset((page - 1) * LIMIT)
    .execute();
}

export async function listUsers(
  actor: ActorContext,
  { db, policies }: PortalContext,
): Promise<readonly Fields[]> {
  policies.requireRole(actor, 'SuperAdmin', undefined, 'list');
  const rows = await db
    .selectFrom('users')
    .selectAll()
    .orderBy('createdAt')
    .orderBy('id')
    .limit(LIMIT)
    .execute();
  return rows.map(withoutHash);
}

export const newUser = z.object({
  email: mailAddress,
  name: line,
  role: z.enum(roles),
  brokerId: z.string().max(64).nullable().default(null),
  employerId: z.uuid().nullable().default(null),
  memberId: z.uuid().nullable().default(null),
  password: z.string().min(MINIMUM_PASSWORD_LENGTH).max(1000),
});

/** Makes a user with a temporary password. Only the platform does that (source 2). */
export async function createUser(
  input: z.infer<typeof newUser>,
  actor: ActorContext,
  context: PortalContext,
): Promise<Fields> {
  context.policies.requireRole(actor, 'SuperAdmin', undefined, 'create');
  const { password, ...fields } = input;
  const now = context.clock.now();
  const stamps = { id: context.ids.cuid(), createdAt: now, updatedAt: now, mustChangePassword: true };
  const values = {
    ...fields,
    ...stamps,
    email: fields.email.toLowerCase(),
    passwordHash: await hashPassword(password),
  };
  return context.db.transaction().execute(async (trx) => {
    const row = await trx.insertInto('users').values(values).returningAll().executeTakeFirstOrThrow();
    const event = {
      action: 'user.created',
      entityType: 'user',
      entityId: stamps.id,
      tenantId: fields.brokerId,
    };
    await audit(trx, context, actor, event);
    return withoutHash(row);
  });
}

export const roleChange = z.object({ role: z.enum([...roles, DISABLED]) });

/** Changes what a user may do; `Disabled` ends their sessions with the next call. Undefined when there is no such user. */
export async function changeRole(
  { id, role }: { readonly id: string; readonly role: string },
  actor: ActorContext,
  context: PortalContext,
): Promise<Fields | undefined> {
  context.policies.requireRole(actor, 'SuperAdmin', undefined, 'update');
  const change = { role, updatedAt: context.clock.now() };
  return context.db.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('users')
      .set(change)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const tenantId = row['brokerId'] as string | null;
    const event = {
      action: 'user.role-changed',
      entityType: 'user',
      entityId: id,
      tenantId,
      metadata: { role },
    };
    await audit(trx, context, actor, event);
    return withoutHash(row);
  });
}
