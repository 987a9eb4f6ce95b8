import { z } from 'zod';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import { withTenant, type DatabaseContext } from '../database-context.ts';
import { tellPhase } from '../job.ts';
import { findAdmin, insertAdmin } from '../statements/tenant.statements.ts';
import { registerInMaster } from './register-in-master.step.ts';

const receipt = z.object({ adminId: z.string() });
type Receipt = z.infer<typeof receipt>;

/** Adds the first administrator to the tenant's own database, as the tenant's own role: without a password (D8). */
export const seedAdmin = automaticStep({
  id: 'database.seed-admin',
  title: 'Add the first administrator',
  about: 'Adds the first administrator, who must choose a password at the first sign-in.',
  receipt,
  observe: async (ctx: DatabaseContext): Promise<Observed<Receipt>> => {
    ctx.receiptOf(registerInMaster);
    const { email } = ctx.input.contact;
    const [admin] = await withTenant(ctx, (tenant) => tenant.read((tx) => tx.run(findAdmin, { email })));
    return admin === undefined ? { state: 'absent' } : { state: 'present', receipt: { adminId: admin.id } };
  },
  plan: () => [{ verb: 'insert', object: 'administrator', count: 1, statements: [insertAdmin.name] }],
  undo: { none: 'the administrator goes with the database' },
  apply: async (ctx: DatabaseContext) => {
    const admin = { id: ctx.ids.uuid(), email: ctx.input.contact.email };
    await withTenant(ctx, (tenant) => tenant.write((tx) => tx.run(insertAdmin, admin)));
    await tellPhase(ctx, 'admin_seeded');
    return { adminId: admin.id };
  },
});
