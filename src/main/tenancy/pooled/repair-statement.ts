import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { AnyStatement } from '../../ports/database.port.ts';
import type { RepairInput } from './repair-input.ts';
import { attachRows, quarantineUsers, removeOrphans } from './statements/repair.statements.ts';

const offered = { attach: attachRows, quarantine: quarantineUsers, remove: removeOrphans };

/** The statement that repairs orphans of this kind in this way. Errors: `E_REPAIR_NOT_OFFERED`. */
export function repairStatement({ kind, repair }: Pick<RepairInput, 'kind' | 'repair'>): AnyStatement {
  const statement = offered[repair].get(kind);
  if (statement === undefined) throw new OperatorError('E_REPAIR_NOT_OFFERED', { details: { kind, repair } });
  return statement;
}
