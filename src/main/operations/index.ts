import { connectionOperations } from './connections.operations.ts';
import { ledgerOperations } from './ledger.operations.ts';
import type { AnyOperation } from './operation.ts';
import { provisionOperations } from './provision.operations.ts';
import { runsOperations } from './runs.operations.ts';
import { sandboxOperations } from './sandbox.operations.ts';
import { statementOperations } from './statements.operations.ts';

/** Every operation by the name of its call: what a host can ask for, and nothing else. */
export const operations: ReadonlyMap<string, AnyOperation> = new Map(
  [
    ...connectionOperations,
    ...ledgerOperations,
    ...provisionOperations,
    ...runsOperations,
    ...sandboxOperations,
    ...statementOperations,
  ].map((each) => [each.call.name, each]),
);
