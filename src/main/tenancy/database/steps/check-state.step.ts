import { z } from 'zod';
import { isOperatorError, OperatorError } from '../../../../shared/errors/operator-error.ts';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import type { DatabaseContext } from '../database-context.ts';
import { lookForParts } from '../inspection.ts';
import { databaseNameOf, secretNameOf, slugOf } from '../intake.ts';
import { findTenant } from '../statements/master.statements.ts';

const receipt = z.object({ database: z.string(), secret: z.string() });
type Receipt = z.infer<typeof receipt>;

/**
 * Looks whether anything of this tenant exists: master row, secret, database and role on any active server. Whatever is there is
 * named with the run that made it, and nothing is touched (D10). Errors: `E_ALREADY_PROVISIONED`, `E_PARTIAL_STATE`.
 */
export const checkState = automaticStep({
  id: 'database.check-state',
  title: 'Check that nothing of this tenant exists',
  about:
    'Looks for anything that carries this slug: database, role, secret, master row. Only a clean slate goes on.',
  receipt,
  observe: async (ctx: DatabaseContext): Promise<Observed<Receipt>> => {
    try {
      await refuseLeftovers(ctx);
      return { state: 'absent' };
    } catch (error) {
      if (isOperatorError(error)) return { state: 'blocked', error };
      throw error;
    }
  },
  plan: () => [
    { verb: 'read', object: 'tenant, database, role and secret', count: 4, statements: [findTenant.name] },
  ],
  undo: { none: 'a look changes nothing' },
  apply: ({ input }: DatabaseContext) => {
    const slug = slugOf(input);
    return Promise.resolve({ database: databaseNameOf(slug), secret: secretNameOf(slug) });
  },
});

/** A server that is not active may be away for good; what it may still hold, an inspection shows. */
async function refuseLeftovers(ctx: DatabaseContext): Promise<void> {
  const slug = slugOf(ctx.input);
  const { row, parts } = await lookForParts(ctx.ports, slug, ({ active }) => active);
  if (row?.status === 'active') throw new OperatorError('E_ALREADY_PROVISIONED', { details: { slug } });
  const found = parts.map(
    ({ part, name, where, madeBy }) => `${part} ${name} on ${where}: made by ${madeBy || 'somebody else'}`,
  );
  if (found.length > 0) throw new OperatorError('E_PARTIAL_STATE', { details: { slug, found } });
}
