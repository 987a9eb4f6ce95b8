import { decodeTime } from 'ulid';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { CleanUpProof } from '../../../shared/model/isolation-report.ts';
import type { FoundProbeUser } from '../../ports/probe-users.port.ts';
import type { ActorName, Side } from '../probe.ts';
import { cleanUp } from './clean-up.ts';
import { openStage, type Stage } from './stage.ts';
import { defaultLimits, type SuiteLimits, type SuitePorts, type SuiteTarget } from './suite-ports.ts';

export type LeftoverOptions = {
  readonly limits?: SuiteLimits;
  /** Also those of the canary that are so young that a check may still be using them. */
  readonly everyone?: boolean;
};

/** A check of another workstation may be under way on the same canary; none takes longer. */
const YOUNG_MS = 30 * 60_000;

/**
 * Takes away what a check that was cut off has left: users at the probe domain, found in the database, and through the audit
 * trail everything they made. They are given a new password, sign in once more, remove it, and are removed themselves.
 * Nothing to remove is fine.
 * Errors: those of the portal and of the database; `E_CLEAN_UP_INCOMPLETE` with what is left.
 */
export async function removeLeftovers(
  ports: SuitePorts,
  target: SuiteTarget,
  { limits = defaultLimits, everyone = false }: LeftoverOptions = {},
): Promise<CleanUpProof> {
  const stage = openStage(ports, { ...target, isNew: false }, limits);
  const found = await ports.users.find([target.tenantId, target.canaryTenantId]);
  const users = found.filter((user) => mayRemove(stage, user, everyone));
  const sides: readonly Side[] = ['tenant', 'canary'];
  const idsOf = (side: Side) =>
    users.filter(({ tenantId }) => tenantId === stage.tenantOf[side]).map(({ id }) => id);
  const actors = {
    tenant: [...idsOf('tenant'), ...(target.admin === undefined ? [] : [target.admin.userId])],
    canary: idsOf('canary'),
  };
  if (users.length === 0 && target.admin === undefined) return nothing;
  await ports.users.resetPassword(
    users.map(({ id }) => id),
    target.password,
  );
  if (target.admin !== undefined) stage.asking.play('tenant', target.admin.session);
  for (const side of sides) {
    if (stage.asking.plays(side)) continue;
    const admins = users.filter(
      ({ tenantId, email }) => tenantId === stage.tenantOf[side] && new RegExp(`-${side}@`).test(email),
    );
    for (const { email } of admins) await play(ports, stage.asking, side, email, target);
  }
  const proof = await cleanUp(stage, actors);
  if (proof.left.length > 0)
    throw new OperatorError('E_CLEAN_UP_INCOMPLETE', {
      details: { rows: proof.left.length, entities: [...new Set(proof.left.map(({ entity }) => entity))] },
    });
  await ports.users.remove(users.map(({ id }) => id));
  return proof;
}

/** The run's id in the address tells when it began; of this tenant there is one run at a time. */
function mayRemove(
  { ports, tenantOf }: Stage,
  { email, tenantId }: FoundProbeUser,
  everyone: boolean,
): boolean {
  const ulid = /-([0-9a-hjkmnp-tv-z]{26})-/.exec(email)?.[1]?.toUpperCase();
  if (everyone || tenantId === tenantOf.tenant || ulid === undefined) return true;
  return ports.clock.now().getTime() - decodeTime(ulid) > YOUNG_MS;
}

const nothing: CleanUpProof = { made: 0, removed: 0, left: [], filesLeft: 0, canaryUnchanged: true };

async function play(
  ports: SuitePorts,
  asking: ReturnType<typeof openStage>['asking'],
  actor: ActorName,
  email: string,
  { password }: SuiteTarget,
): Promise<void> {
  const signedIn = await asking.within((limits) => ports.portal.signIn({ email, password }, limits));
  if (signedIn.ok) asking.play(actor, signedIn.session);
}
