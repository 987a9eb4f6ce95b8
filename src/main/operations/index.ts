import { approvalOperations } from './approvals.operations.ts';
import { certificateOperations } from './certificates.operations.ts';
import { connectionOperations } from './connections.operations.ts';
import { erasureOperations } from './erasure.operations.ts';
import { fleetOperations } from './fleet.operations.ts';
import { identityOperations } from './identity.operations.ts';
import { isolationOperations } from './isolation.operations.ts';
import { ledgerOperations } from './ledger.operations.ts';
import { offboardOperations } from './offboard.operations.ts';
import type { AnyOperation } from './operation.ts';
import { overviewOperations } from './overview.operations.ts';
import { provisionOperations } from './provision.operations.ts';
import { reconcileOperations } from './reconcile.operations.ts';
import { repairOperations } from './repair.operations.ts';
import { registerOperations } from './register.operations.ts';
import { runsOperations } from './runs.operations.ts';
import { sandboxOperations } from './sandbox.operations.ts';
import { serverOperations } from './servers.operations.ts';
import { statementOperations } from './statements.operations.ts';
import { tenantOperations } from './tenants.operations.ts';
import { upkeepOperations } from './upkeep.operations.ts';

/** Every operation by the name of its call: what a host can ask for, and nothing else. */
export const operations: ReadonlyMap<string, AnyOperation> = new Map(
  [
    ...approvalOperations,
    ...certificateOperations,
    ...connectionOperations,
    ...erasureOperations,
    ...fleetOperations,
    ...identityOperations,
    ...isolationOperations,
    ...ledgerOperations,
    ...offboardOperations,
    ...overviewOperations,
    ...provisionOperations,
    ...reconcileOperations,
    ...repairOperations,
    ...registerOperations,
    ...runsOperations,
    ...sandboxOperations,
    ...serverOperations,
    ...statementOperations,
    ...tenantOperations,
    ...upkeepOperations,
  ].map((each) => [each.call.name, each]),
);
