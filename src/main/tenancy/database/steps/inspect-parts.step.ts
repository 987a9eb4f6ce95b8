import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { automaticStep } from '../../../engine/step.ts';
import { adoptedParts } from '../adoption.ts';
import type { DatabaseContext } from '../database-context.ts';
import { lookForParts, serverOf } from '../inspection.ts';
import { slugOf } from '../intake.ts';
import { findTenant } from '../statements/master.statements.ts';

/** Says which parts there are. Errors: `E_PARTIAL_STATE` when there is not exactly one database to build on. */
export const inspectParts = automaticStep({
  id: 'database.inspect-parts',
  receipt: adoptedParts.receipt,
  title: 'Look which parts of the tenant exist',
  observe: () => Promise.resolve({ state: 'absent' as const }),
  plan: () => [
    { verb: 'read', object: 'tenant, database, role and secret', count: 4, statements: [findTenant.name] },
  ],
  undo: { none: 'a look changes nothing' },
  apply: async (ctx: DatabaseContext) => {
    const slug = slugOf(ctx.input);
    const standing = await lookForParts(ctx.ports, slug);
    const { name: server } = serverOf(standing, slug);
    const here = standing.parts.filter(({ part, where }) => part !== 'role' || where === server);
    if (here.length < standing.parts.length)
      throw new OperatorError('E_PARTIAL_STATE', {
        message: 'A role of this tenant stands on another server too.',
        details: { slug, found: standing.parts.map(({ part, where }) => `${part} on ${where}`) },
      });
    return { adopted: here.map(({ part }) => part), server };
  },
});
