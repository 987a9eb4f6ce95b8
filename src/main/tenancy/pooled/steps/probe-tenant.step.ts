import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { automaticStep, type StepContext } from '../../../engine/step.ts';
import { readProfile } from '../../../isolation/read-profile.ts';
import type { Portal } from '../../../ports/portal.port.ts';
import { checkIsolation, isolationReceipt, removeCheckData } from '../isolation-check.ts';
import { isolationEffects } from '../isolation-effects.ts';
import type { PooledPorts } from '../pooled-context.ts';
import { statementsFor } from '../statements/index.ts';
import type { VerifyInput } from '../verify-input.ts';

type VerifyContext = StepContext<VerifyInput, PooledPorts>;

/**
 * Runs the isolation suite on a tenant that is in use, as an administrator who exists for the check alone. Only what the check
 * itself made is ever changed. Records the verdict, whatever it is. Errors: `E_TENANT_NOT_FOUND`.
 */
export const probeTenant = automaticStep({
  id: 'pooled.probe-tenant',
  title: 'Probe isolation of a tenant in use',
  about:
    'Runs the isolation suite with two users made for it, who are removed afterwards. Nothing of the tenant’s own data is touched.',
  receipt: isolationReceipt,
  observe: () => Promise.resolve({ state: 'absent' as const }),
  plan: () => isolationEffects,
  undo: { says: 'Remove the users and test data of the check', run: removeTestData },
  apply: async (ctx: VerifyContext) => {
    const { database } = ctx.ports;
    const { tenantId } = ctx.run;
    const { observeTenant } = statementsFor(database.map);
    const [standing] = await database.read((tx) => tx.run(observeTenant, { tenantId }));
    if (standing === undefined || standing.brokers + standing.users === 0)
      throw new OperatorError('E_TENANT_NOT_FOUND', { details: { tenantId } });
    return withProfile(ctx, (portal) => checkIsolation(ctx, { isNew: false, portal }));
  },
});

/** The connection's portal by its own profile, or by the one that was asked for. */
async function withProfile<T>(
  { input, ports }: VerifyContext,
  work: (portal: Portal) => Promise<T>,
): Promise<T> {
  const { portal } = ports.connection;
  if (input.profile === undefined || portal === undefined) return work(ports.portal());
  const opened = ports.openPortal(await readProfile(input.profile), portal.url);
  try {
    return await work(opened);
  } finally {
    opened.close();
  }
}

async function removeTestData(ctx: VerifyContext): Promise<void> {
  await removeCheckData(ctx);
}
