import { z } from 'zod';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import { temporaryPassword } from '../../temporary-password.ts';
import { ADMIN_PASSWORD } from '../admin-password.ts';
import { complianceCalendar, emailTemplates, nextDue } from '../defaults.ts';
import { newId } from '../new-id.ts';
import { auditActor, provisioningLock, type PooledContext } from '../pooled-context.ts';
import { foreignRows, removeMadeRows } from '../remove-made-rows.ts';
import { statementsFor } from '../statements/index.ts';
import type { NewTenant } from '../statements/insert-tenant.statements.ts';
import { duplicateTenant } from './look-for-duplicates.step.ts';

const receipt = z.object({
  tenantId: z.string(),
  adminId: z.string(),
  templateIds: z.array(z.string()),
  calendarIds: z.array(z.string()),
  auditId: z.string(),
});
type Receipt = z.infer<typeof receipt>;

/** The audit row is written in the same transaction: whoever finds it knows which run made the tenant, and what. */
const vouched = z.object({ runId: z.string(), made: receipt });

/**
 * Brings the broker to life in one transaction: its row where there is a table for it, the BrokerAdmin with a temporary
 * password, the defaults, and the audit row (P7, P8, P14). All of it or nothing.
 */
export const createTenant = automaticStep({
  id: 'pooled.create-tenant',
  title: 'Create the broker, its administrator and its defaults',
  about:
    'One transaction makes the broker, its administrator with a temporary password, the seeded defaults and the audit row: all of it or nothing.',
  receipt,
  observe: async ({ ports, run, signal }: PooledContext): Promise<Observed<Receipt>> => {
    const { observeTenant } = statementsFor(ports.database.map);
    const [standing] = await ports.database.read((tx) => tx.run(observeTenant, { tenantId: run.tenantId }), {
      signal,
      lock: { name: provisioningLock, mode: 'shared' },
    });
    if (standing === undefined || standing.brokers + standing.users === 0) return { state: 'absent' };
    const { data } = vouched.safeParse(standing.provisioned);
    if (data?.runId === run.runId) return { state: 'present', receipt: data.made };
    return { state: 'foreign', details: { tenantId: run.tenantId } };
  },
  plan: ({ ports }) => {
    const { insertTenant, hasBrokers } = statementsFor(ports.database.map);
    const insert = (object: string, count: number) => ({
      verb: 'insert' as const,
      object,
      count,
      statements: [insertTenant.name],
    });
    return [
      ...(hasBrokers ? [insert('brokers', 1)] : []),
      insert('users', 1),
      insert('email_templates', emailTemplates.length),
      insert('compliance_calendar', complianceCalendar.length),
      insert('audit_logs', 1),
    ];
  },
  undo: {
    says: 'Remove the broker, its administrator and its defaults by the ids in the receipt; the audit trail stays',
    run: (ctx: PooledContext, made: Receipt | undefined) => removeMadeRows(ctx, made),
    hindrance: ({ ports, signal }, made) => ports.database.read((tx) => foreignRows(tx, made), { signal }),
  },
  apply: async (ctx: PooledContext) => {
    const tenant = await newTenant(ctx);
    const { findDuplicates, insertTenant } = statementsFor(ctx.ports.database.map);
    await ctx.ports.database.write(
      async (tx) => {
        const { contactEmail: email, croNumber, legalName } = tenant.broker;
        const found = await tx.run(findDuplicates, { email, croNumber, legalName });
        if (found.length > 0) throw duplicateTenant(found);
        await tx.run(insertTenant, tenant);
      },
      { signal: ctx.signal, lock: { name: provisioningLock, mode: 'exclusive' } },
    );
    return madeBy(tenant);
  },
});

const madeBy = ({ tenantId, admin, templates, calendar, audit }: Omit<NewTenant, 'broker'>): Receipt => ({
  tenantId,
  adminId: admin.id,
  templateIds: templates.map(({ id }) => id),
  calendarIds: calendar.map(({ id }) => id),
  auditId: audit.id,
});

async function newTenant(ctx: PooledContext): Promise<NewTenant> {
  const { ids, clock, input, ports, run, secrets } = ctx;
  const { tenantId } = run;
  const password = temporaryPassword(ids);
  const passwordHash = (await ports.passwordHash.hash(password)).reveal();
  secrets.put(ADMIN_PASSWORD, password);
  const rows = {
    tenantId,
    admin: {
      id: newId(ids, ports.connection, 'user'),
      email: input.contact.email,
      name: input.contact.name,
      passwordHash,
    },
    templates: emailTemplates.map((template) => ({ id: ids.uuid(), ...template })),
    calendar: complianceCalendar.map((entry) => ({
      id: ids.uuid(),
      title: entry.title,
      description: entry.description,
      dueOn: nextDue(entry, clock.now()),
      recurrence: entry.recurrence,
    })),
  };
  const broker = {
    legalName: input.legalName,
    croNumber: input.croNumber,
    contactName: input.contact.name,
    contactEmail: input.contact.email,
    plan: input.plan,
    whiteLabel: input.whiteLabel ?? null,
  };
  return { ...rows, broker, audit: provisionedAudit(ctx, rows) };
}

/** Without a brokers table the firm's name and number live nowhere else; both are public register data, not personal. */
function provisionedAudit(ctx: PooledContext, rows: Omit<NewTenant, 'broker' | 'audit'>): NewTenant['audit'] {
  const { runId, tenantId } = ctx.run;
  const base = {
    id: ctx.ids.uuid(),
    actorId: auditActor(ctx),
    action: 'broker.provisioned',
    entityType: 'broker',
  };
  const audit = { ...base, entityId: tenantId, tenantId, metadata: '' };
  const { hasBrokers } = statementsFor(ctx.ports.database.map);
  const { croNumber, legalName } = ctx.input;
  const firm = hasBrokers ? {} : { firm: { croNumber, legalName } };
  return { ...audit, metadata: JSON.stringify({ runId, made: madeBy({ ...rows, audit }), ...firm }) };
}
