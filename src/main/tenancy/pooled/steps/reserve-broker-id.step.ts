import { z } from 'zod';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { automaticStep } from '../../../engine/step.ts';
import type { PooledContext } from '../pooled-context.ts';
import { statementsFor } from '../statements/index.ts';

const receipt = z.object({ brokerId: z.string() });

/**
 * Makes sure that nothing stands under the tenant id, and records it before its first use (P6). The id itself was drawn
 * when the run was opened, so that everything about the run can be sealed under it.
 */
export const reserveBrokerId = automaticStep({
  id: 'pooled.reserve-broker-id',
  title: 'Reserve the brokerId',
  about: 'Makes sure that the id written in the ledger when the run was opened is free in the portal too.',
  receipt,
  observe: async () => Promise.resolve({ state: 'absent' as const }),
  plan: ({ ports }: PooledContext) => [
    {
      verb: 'read',
      object: 'rows under the brokerId',
      count: 1,
      statements: [statementsFor(ports.database.map).observeTenant.name],
    },
  ],
  undo: { none: 'the id stays in the log and is never given to another broker' },
  apply: async ({ ports, run, signal }: PooledContext) => {
    const { observeTenant } = statementsFor(ports.database.map);
    const [standing] = await ports.database.read((tx) => tx.run(observeTenant, { tenantId: run.tenantId }), {
      signal,
    });
    if (standing === undefined || standing.brokers + standing.users + standing.employers > 0)
      throw new OperatorError('E_TENANT_ID_TAKEN', { details: { tenantId: run.tenantId } });
    return { brokerId: run.tenantId };
  },
});
