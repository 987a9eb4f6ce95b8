import { z } from 'zod';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import { audit } from '../database-context.ts';
import { lookForParts } from '../inspection.ts';
import { secretNameOf } from '../intake.ts';
import type { PurgeContext } from '../purge-input.ts';
import { removeTenant } from '../statements/master.statements.ts';
import { dropParts } from './drop-parts.step.ts';

const receipt = z.object({ slug: z.string() });

/** Removes secret and registration, so that the slug is free: only when no database and no role is left (D12). */
export const forgetParts = automaticStep({
  id: 'database.forget-parts',
  title: 'Remove the secret, and free the slug',
  receipt,
  observe: async (ctx: PurgeContext): Promise<Observed<z.infer<typeof receipt>>> => {
    ctx.receiptOf(dropParts);
    const slug = ctx.run.tenantId;
    const { parts } = await lookForParts(ctx.ports, slug);
    return parts.length === 0 ? { state: 'present', receipt: { slug } } : { state: 'absent' };
  },
  plan: () => [
    { verb: 'delete', object: 'secret store', count: 1, statements: [] },
    { verb: 'delete', object: 'tenant', count: 1, statements: [removeTenant.name] },
  ],
  undo: { none: 'there is nothing left to name' },
  apply: async (ctx: PurgeContext) => {
    const slug = ctx.run.tenantId;
    const { row, parts } = await lookForParts(ctx.ports, slug);
    const left = parts.filter(({ part }) => part === 'database' || part === 'role');
    if (left.length > 0)
      throw new OperatorError('E_PARTIAL_STATE', { details: { slug, found: left.map(({ part }) => part) } });
    const secrets = await ctx.ports.secrets();
    await secrets.remove(secretNameOf(slug), (await secrets.get(secretNameOf(slug)))?.madeBy);
    if (row !== undefined)
      await ctx.ports.database.write(async (tx) => {
        await tx.run(removeTenant, { id: row.id, from: row.status });
        await audit(ctx, tx, row.id, 'TENANT_PURGED');
      });
    return { slug };
  },
});
