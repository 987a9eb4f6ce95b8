import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { OpenRepair, Repairs } from '../tenancy-model.ts';
import { repairStatement } from './repair-statement.ts';
import { recreateAdminPooled, repairPooled } from './repair.runbook.ts';

/** The kind whose orphans are brokers themselves. */
const ADMINLESS = 'brokers-without-admin';

/** The runbooks that repair what a scan of the pooled schema finds, and which of them a wish leads to. */
export const repairsOfPooled: Repairs = {
  runbooks: [repairPooled, recreateAdminPooled],
  open: ({ kind, repair, orphans, to, admin }): OpenRepair => {
    if (kind !== ADMINLESS && repair !== 'recreate-admin' && repair !== 'roll-back') {
      repairStatement({ kind, repair });
      if (repair === 'attach' && to === undefined)
        throw new OperatorError('E_REPAIR_TARGET', { details: { kind } });
      return {
        runbook: repairPooled,
        input: {
          tenantId: `orphans.${kind}`,
          ...{ kind, repair, orphans: [...orphans] },
          ...(to !== undefined && { to }),
        },
      };
    }
    const [broker] = orphans;
    if (kind !== ADMINLESS || repair !== 'recreate-admin' || broker === undefined)
      throw new OperatorError('E_REPAIR_NOT_OFFERED', { details: { kind, repair } });
    if (orphans.length > 1 || admin === undefined)
      throw new OperatorError('E_REPAIR_TARGET', { details: { kind, orphans: orphans.length } });
    return { runbook: recreateAdminPooled, input: { tenantId: broker.id, admin } };
  },
};
