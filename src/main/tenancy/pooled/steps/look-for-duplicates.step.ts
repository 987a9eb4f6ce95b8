import { z } from 'zod';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import type { PooledContext } from '../pooled-context.ts';
import { statementsFor } from '../statements/index.ts';
import type { Duplicate } from '../statements/look-up-tenant.statements.ts';

const receipt = z.object({ looked: z.literal(true) });

/** Stops before anything is changed when a broker with this login, CRO number or legal name exists already. */
export const lookForDuplicates = automaticStep({
  id: 'pooled.look-for-duplicates',
  title: 'Look for a broker that exists already',
  about:
    'Looks for a broker with the same login, CRO number or legal name. If there is one, the run stops before anything is changed.',
  receipt,
  observe: async (ctx: PooledContext): Promise<Observed<z.infer<typeof receipt>>> => {
    const { contact, croNumber, legalName } = ctx.input;
    const { findDuplicates } = statementsFor(ctx.ports.database.map);
    const found = await ctx.ports.database.read(
      (tx) => tx.run(findDuplicates, { email: contact.email, croNumber, legalName }),
      { signal: ctx.signal },
    );
    const others = found.filter(({ tenantId }) => tenantId !== ctx.run.tenantId);
    return others.length === 0 ? { state: 'absent' } : { state: 'blocked', error: duplicateTenant(others) };
  },
  plan: ({ ports }) => [
    {
      verb: 'read',
      object: 'existing brokers',
      count: 1,
      statements: [statementsFor(ports.database.map).findDuplicates.name],
    },
  ],
  undo: { none: 'a look changes nothing' },
  apply: () => Promise.resolve({ looked: true as const }),
});

/** Names what matches and which tenants, never the values. */
export function duplicateTenant(found: readonly Duplicate[]): OperatorError {
  const matches = [...new Set(found.map(({ match }) => match))];
  const tenants = [...new Set(found.map(({ tenantId }) => tenantId ?? 'no tenant'))];
  return new OperatorError('E_DUPLICATE_TENANT', { details: { matches, tenants } });
}
