import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { Secret } from '../../../shared/model/secret.ts';
import { temporaryPassword } from '../temporary-password.ts';
import type { StepContext } from '../../engine/step.ts';
import type { PooledPorts } from './pooled-context.ts';
import { setAdminPassword } from './statements/admin-password.statements.ts';

type Issuing = Pick<StepContext<unknown, PooledPorts>, 'ids' | 'ports' | 'run' | 'secrets' | 'signal'>;

/** Under this name the administrator's present password stands in the run's memory. */
export const ADMIN_PASSWORD = 'admin-password';

/**
 * Issues a new temporary password for the administrator of this run and keeps it in this process's memory alone. Whatever
 * password there was before opens nothing any more.
 */
export async function issueAdminPassword(ctx: Issuing, adminId: string): Promise<Secret> {
  const password = temporaryPassword(ctx.ids);
  const passwordHash = (await ctx.ports.passwordHash.hash(password)).reveal();
  const { tenantId } = ctx.run;
  const changed = await ctx.ports.database.write(
    (tx) => tx.run(setAdminPassword, { tenantId, adminId, passwordHash }),
    {
      signal: ctx.signal,
    },
  );
  if (changed.length !== 1)
    throw new OperatorError('E_FOREIGN_OBJECT', {
      message: 'The administrator of this run is not there any more.',
    });
  ctx.secrets.put(ADMIN_PASSWORD, password);
  return password;
}

/** The password in memory, or a new one where this process has none: nothing is ever stored to survive a restart. */
export const currentAdminPassword = async (ctx: Issuing, adminId: string): Promise<Secret> =>
  ctx.secrets.get(ADMIN_PASSWORD) ?? issueAdminPassword(ctx, adminId);
