import { z } from 'zod';
import { placementOf } from '../adoption.ts';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { automaticStep } from '../../../engine/step.ts';
import { tenantUrl, withServer, type DatabaseContext } from '../database-context.ts';

const receipt = z.object({ reached: z.array(z.string()).length(0) });

/**
 * Signs in as the tenant and tries every other database of the server, the master among them where it is there, and every
 * list of them. A tenant that reaches any never becomes active. Errors: `E_TENANT_NOT_CONFINED`.
 */
export const proveConfinement = automaticStep({
  id: 'database.prove-confinement',
  title: 'Prove that the tenant reaches its own database alone',
  about: 'Signs in as the tenant’s own role and tries to reach other databases. It must not.',
  receipt,
  observe: () => Promise.resolve({ state: 'absent' }),
  plan: () => [{ verb: 'call', object: 'other databases, as the tenant', count: 1, statements: [] }],
  undo: { none: 'a look changes nothing' },
  apply: async (ctx: DatabaseContext) => {
    const url = await tenantUrl(ctx);
    const reached = await withServer(ctx, placementOf(ctx), (server) => server.probe(url));
    if (reached.length > 0) throw new OperatorError('E_TENANT_NOT_CONFINED', { details: { reached } });
    return { reached: [] };
  },
});
