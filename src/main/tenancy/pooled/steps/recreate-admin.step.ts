import { z } from 'zod';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import { temporaryPassword } from '../../temporary-password.ts';
import { ADMIN_PASSWORD } from '../admin-password.ts';
import { newId } from '../new-id.ts';
import { provisioningLock } from '../pooled-context.ts';
import type { RecreateAdminContext } from '../repair-input.ts';
import { appendAudit } from '../statements/insert-tenant.statements.ts';
import { removeAdmin } from '../statements/remove-tenant.statements.ts';
import { findAdmins, findRepair, insertAdmin } from '../statements/repair.statements.ts';

const receipt = z.object({ adminId: z.string(), auditId: z.string() });
type Receipt = z.infer<typeof receipt>;

const recorded = z.object({ repaired: receipt });

/**
 * Gives a broker without one a BrokerAdmin with a temporary password, and says so in the audit trail in the same transaction.
 * Errors: `E_ORPHANS_CHANGED` when the broker has one by now; `E_DB_CONFLICT` when the login is somebody else's.
 */
export const recreateAdmin = automaticStep({
  id: 'pooled.recreate-admin',
  title: 'Make the administrator',
  receipt,
  observe: async ({ ports, run, signal }: RecreateAdminContext): Promise<Observed<Receipt>> => {
    const { runId, tenantId } = run;
    const [repair, admins] = await ports.database.read(
      async (tx) => [await tx.run(findRepair, { runId }), await tx.run(findAdmins, { tenantId })],
      { signal, lock: { name: provisioningLock, mode: 'shared' } },
    );
    const made = recorded.safeParse(repair[0]?.metadata).data?.repaired;
    if (made !== undefined && admins.some(({ id }) => id === made.adminId))
      return { state: 'present', receipt: made };
    return admins.length === 0
      ? { state: 'absent' }
      : { state: 'foreign', details: { admins: admins.length } };
  },
  plan: () => [
    { verb: 'insert', object: 'users', count: 1, statements: [insertAdmin.name] },
    { verb: 'insert', object: 'audit_logs', count: 1, statements: [appendAudit.name] },
  ],
  undo: {
    says: 'Remove the administrator by the id in the receipt; the audit trail stays',
    run: async ({ ports, run, signal }: RecreateAdminContext, made: Receipt | undefined) => {
      if (made === undefined) return;
      const only = { adminId: made.adminId, templateIds: [], calendarIds: [] };
      await ports.database.write((tx) => tx.run(removeAdmin, { tenantId: run.tenantId, ...only }), {
        signal,
        lock: { name: provisioningLock, mode: 'exclusive' },
      });
    },
  },
  apply: async (ctx: RecreateAdminContext) => {
    const { ids, ports, run, input, secrets, signal } = ctx;
    const { tenantId } = run;
    const password = temporaryPassword(ids);
    const passwordHash = (await ports.passwordHash.hash(password)).reveal();
    const made = { adminId: newId(ids, ports.connection, 'user'), auditId: ids.uuid() };
    secrets.put(ADMIN_PASSWORD, password);
    await ports.database.write(
      async (tx) => {
        const admins = await tx.run(findAdmins, { tenantId });
        if (admins.length > 0)
          throw new OperatorError('E_ORPHANS_CHANGED', { details: { changed: admins.length } });
        await tx.run(insertAdmin, { tenantId, id: made.adminId, passwordHash, ...input.admin });
        await tx.run(appendAudit, auditOf(ctx, made));
      },
      { signal, lock: { name: provisioningLock, mode: 'exclusive' } },
    );
    return made;
  },
});

const auditOf = ({ run }: RecreateAdminContext, made: Receipt) => ({
  id: made.auditId,
  actorId: `operator:${run.operator}`,
  action: 'tenant-console.repaired',
  entityType: 'user',
  entityId: made.adminId,
  tenantId: run.tenantId,
  metadata: JSON.stringify({ runId: run.runId, repaired: made }),
});
