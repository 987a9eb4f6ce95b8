import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { OpenRepair, Repairs, RepairWish } from '../tenancy-model.ts';
import { STRAY_FILES } from './stray-files.ts';
import { repairStatement } from './repair-statement.ts';
import { recreateAdminPooled, repairFilesPooled, repairPooled } from './repair.runbook.ts';

/** The kind whose orphans are brokers themselves. */
const ADMINLESS = 'brokers-without-admin';

/** The runbooks that repair what a scan of the pooled schema finds, and which of them a wish leads to. */
export const repairsOfPooled: Repairs = {
  runbooks: [repairPooled, repairFilesPooled, recreateAdminPooled],
  open: (wish): OpenRepair => {
    const { kind, repair, orphans, to, admin } = wish;
    if (kind === STRAY_FILES) return openForFiles(wish);
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

function openForFiles({ kind, repair, orphans }: RepairWish): OpenRepair {
  if (repair !== 'quarantine' && repair !== 'remove')
    throw new OperatorError('E_REPAIR_NOT_OFFERED', { details: { kind, repair } });
  const paths = orphans.map(({ id }) => id);
  return { runbook: repairFilesPooled, input: { tenantId: `orphans.${kind}`, kind, repair, paths } };
}
