import { createHash } from 'node:crypto';
import { Secret } from '../../../../shared/model/secret.ts';
import { temporaryPassword } from '../../temporary-password.ts';
import { knock } from '../platform-api.ts';
import { insertProbeUser, PROBE_DOMAIN, removeProbeUsers } from '../statements/tenant.statements.ts';
import { inTenant, type CheckContext, type TenantFacts } from './tenant-facts.ts';

const VALID_MS = 10 * 60_000;
const TOKEN_BYTES = 32;

/**
 * Signs in for the first time as somebody who exists for this check alone: the administrator's own link stays untouched.
 * Answers with what was not as it must be. Errors: those of the portal and of the database.
 */
export async function tryFirstSignIn(ctx: CheckContext, facts: TenantFacts): Promise<string | undefined> {
  const token = new Secret(tokenOf(ctx));
  await inTenant(ctx, facts, (tenant) =>
    tenant.write(async (tx) => {
      // A check of this run that was cut off has left the user of this very address.
      await tx.run(removeProbeUsers, {});
      await tx.run(insertProbeUser, userOf(ctx, token));
    }),
  );
  try {
    return await tryDoor(ctx, facts.slug, token);
  } finally {
    await removeProbes(ctx, facts);
  }
}

async function tryDoor(ctx: CheckContext, tenant: string, token: Secret): Promise<string | undefined> {
  const { ports } = ctx;
  const wrong = await knock(ports, { tenant, token: new Secret(tokenOf(ctx)) });
  if (wrong.status !== 401) return `a wrong link is answered with ${wrong.status}`;
  const bare = await knock(ports, { tenant, token });
  if (bare.status !== 403) return `without a new password it answers ${bare.status}: no reset is forced`;
  const password = temporaryPassword(ctx.ids);
  const opened = await knock(ports, { tenant, token, password });
  if (opened.status !== 200) return `with a new password it answers ${opened.status}`;
  const again = await knock(ports, { tenant, token, password });
  return again.status === 401 ? undefined : `the link opens a second time: ${again.status}`;
}

/** Removes every probe user of the tenant, those of checks that were cut off too. */
export const removeProbes = (ctx: CheckContext, facts: TenantFacts): Promise<number> =>
  inTenant(ctx, facts, async (tenant) => {
    const gone = await tenant.write((tx) => tx.run(removeProbeUsers, {}));
    return gone.length;
  });

const tokenOf = ({ ids }: CheckContext): string => Buffer.from(ids.bytes(TOKEN_BYTES)).toString('base64url');

function userOf({ ids, clock, run }: CheckContext, token: Secret) {
  return {
    id: ids.uuid(),
    email: `${run.runId.toLowerCase()}@${PROBE_DOMAIN}`,
    inviteHash: createHash('sha256').update(token.reveal()).digest('hex'),
    inviteExpiresAt: new Date(clock.now().getTime() + VALID_MS),
  };
}
