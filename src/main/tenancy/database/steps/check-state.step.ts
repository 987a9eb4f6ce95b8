import { z } from 'zod';
import { isOperatorError, OperatorError } from '../../../../shared/errors/operator-error.ts';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import { withServer, type DatabaseContext } from '../database-context.ts';
import { databaseNameOf, secretNameOf, slugOf } from '../intake.ts';
import { findTenant } from '../statements/master.statements.ts';
import { place, resolvePlacement } from './resolve-placement.step.ts';

const receipt = z.object({ database: z.string(), secret: z.string() });
type Receipt = z.infer<typeof receipt>;

/**
 * Looks whether anything of this tenant exists: master row, database, role, secret. Whatever is there is named with the run
 * that made it, and nothing is touched (D10). Errors: `E_ALREADY_PROVISIONED`, `E_PARTIAL_STATE`.
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

async function refuseLeftovers(ctx: DatabaseContext): Promise<void> {
  const slug = slugOf(ctx.input);
  const name = databaseNameOf(slug);
  const [row] = await ctx.ports.database.read((tx) => tx.run(findTenant, { slug }), { signal: ctx.signal });
  if (row?.status === 'active') throw new OperatorError('E_ALREADY_PROVISIONED', { details: { slug } });
  const placed = ctx.findReceipt(resolvePlacement) ?? (await place(ctx));
  const [parts, secret] = await Promise.all([
    withServer(ctx, placed, (server) => server.inspect(name, name)),
    ctx.ports.secrets().then((secrets) => secrets.get(secretNameOf(slug))),
  ]);
  const found = [
    ...(row ? [`master row (${row.status}): ${madeBy(row.madeBy)}`] : []),
    ...(parts.database ? [`database ${name} on ${placed.server}: ${madeBy(parts.madeBy)}`] : []),
    ...(parts.role ? [`role ${name} on ${placed.server}: ${madeBy(parts.madeBy)}`] : []),
    ...(secret ? [`secret ${secretNameOf(slug)}: ${madeBy(secret.madeBy)}`] : []),
  ];
  if (found.length > 0) throw new OperatorError('E_PARTIAL_STATE', { details: { slug, found } });
}

const madeBy = (run: string | null | undefined): string => `made by ${run ?? 'somebody else'}`;
