import { z } from 'zod';
import { hasCode, OperatorError } from '../../../../shared/errors/operator-error.ts';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import type { Portal, PortalCredentials } from '../../../ports/portal.port.ts';
import { PROBE_DOMAIN } from '../../../ports/probe-users.port.ts';
import { temporaryPassword } from '../../temporary-password.ts';
import type { ErasureContext } from '../offboard-context.ts';
import { pooledProbeUsers } from '../probe-users.ts';
import { countUsers, disableUsers as disableStatement } from '../statements/disable-users.statements.ts';

const receipt = z.object({
  users: z.int(),
  disabled: z.int(),
  /** The portal's answer to a sign-in that worked a moment before. */
  refusedWith: z.int(),
});
type Receipt = z.infer<typeof receipt>;

/**
 * Sets every user of the tenant to `Disabled` and proves it at the portal: a user made for the purpose signs in, is disabled with
 * all the others, and is refused (P17). Errors: `E_ACCESS_REMAINS`, what a portal can fail with.
 */
export const disableUsers = automaticStep({
  id: 'pooled.disable-users',
  title: 'Take every user’s access away',
  about:
    'Every user of the tenant is set to Disabled and signed out. Their rows stay until they are anonymised.',
  receipt,
  // Disabling twice changes nothing, and only a refused sign-in is a proof: so it is done again after a doubt.
  observe: (): Promise<Observed<Receipt>> => Promise.resolve({ state: 'absent' }),
  plan: () => [{ verb: 'update', object: 'users', count: 1, statements: [disableStatement.name] }],
  undo: {
    says: 'Remove the user of the proof; access stays taken away, the export knows the roles as they were',
    run: removeProbes,
  },
  apply: async (ctx: ErasureContext) => {
    const probes = pooledProbeUsers({ ...ctx.ports, ids: ctx.ids });
    const { tenantId } = ctx.run;
    await removeProbes(ctx);
    const password = temporaryPassword(ctx.ids);
    const id = probes.newId();
    const email = `off-board-${id}@${PROBE_DOMAIN}`;
    await probes.create([{ id, email, tenantId, role: 'BrokerUser' }], password);
    const proof = await proveRefusal(ctx, { email, password });
    await removeProbes(ctx);
    return proof;
  },
});

/** Users that were made for the proof and have outlived it. */
async function removeProbes({ ports, ids, run }: ErasureContext): Promise<void> {
  const probes = pooledProbeUsers({ ...ports, ids });
  const found = await probes.find([run.tenantId]);
  await probes.remove(found.map(({ id }) => id));
}

async function proveRefusal(ctx: ErasureContext, credentials: PortalCredentials): Promise<Receipt> {
  const portal = ctx.ports.portal();
  const before = await portal.signIn(credentials);
  if (!before.ok) throw new OperatorError('E_SIGN_IN_REFUSED', { details: { status: before.status } });
  const disabled = await disableAll(ctx);
  const refusedWith = await statusOfSignIn(portal, credentials);
  if (refusedWith === undefined) throw new OperatorError('E_ACCESS_REMAINS');
  const { tenantId } = ctx.run;
  const [counted] = await ctx.ports.database.read((tx) => tx.run(countUsers, { tenantId }));
  if (counted === undefined || counted.enabled > 0)
    throw new OperatorError('E_ACCESS_REMAINS', { details: { enabled: counted?.enabled ?? 0 } });
  // The user of the proof is one of those counted.
  return { users: counted.users - 1, disabled: disabled - 1, refusedWith };
}

/** In batches, each a short transaction. */
async function disableAll({ ports, run, signal }: ErasureContext): Promise<number> {
  const { tenantId } = run;
  let disabled = 0;
  for (;;) {
    const batch = await ports.database.write((tx) => tx.run(disableStatement, { tenantId }), { signal });
    disabled += batch.length;
    if (batch.length === 0) return disabled;
  }
}

/** Status of the refusal; undefined when the portal lets the user in. */
async function statusOfSignIn(portal: Portal, credentials: PortalCredentials): Promise<number | undefined> {
  try {
    const after = await portal.signIn(credentials);
    return after.ok ? undefined : after.status;
  } catch (error) {
    // A session that is given and then of no use does not get as far as saying who it is.
    if (hasCode(error, 'E_PORTAL_BAD_ANSWER') && error.details['status'] === 401) return 401;
    throw error;
  }
}
