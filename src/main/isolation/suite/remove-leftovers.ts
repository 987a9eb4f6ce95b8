import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { CleanUpProof } from '../../../shared/model/isolation-report.ts';
import type { EntityId } from '../../ports/tenant-truth.port.ts';
import { PROBE_DOMAIN, type FoundProbeUser } from '../../ports/probe-users.port.ts';
import type { Side } from '../probe.ts';
import { cleanUpAround } from './clean-up-around.ts';
import { openStage, type Stage } from './stage.ts';
import { defaultLimits, type SuiteLimits, type SuitePorts, type SuiteTarget } from './suite-ports.ts';

export type LeftoverOptions = {
  readonly limits?: SuiteLimits;
  /** Rows that a report says were left: what a portal made by itself is in no trail. */
  readonly left?: readonly EntityId[];
};

/**
 * Takes away what a check that was cut off has left: users at the probe domain, found in the database, and through the audit
 * trail everything they made. They are given a new password, sign in once more, remove it, and are removed themselves.
 * Nothing to remove is fine. Only for whoever is alone on the canary: another check's users are no leftovers.
 * Errors: those of the portal and of the database; `E_CLEAN_UP_INCOMPLETE` with what is left.
 */
export async function removeLeftovers(
  ports: SuitePorts,
  target: SuiteTarget,
  { limits = defaultLimits, left = [] }: LeftoverOptions = {},
): Promise<CleanUpProof> {
  const stage = openStage(ports, { ...target, isNew: false }, limits);
  const users = await ports.users.find([target.tenantId, target.canaryTenantId]);
  if (users.length === 0 && target.admin === undefined) return nothing;
  const actors = actorsOf(stage, users);
  await adopt(stage, left);
  await signInOnceMore(stage, users);
  // Users that are bound to test objects hold them fast, and only administrators are needed to remove them.
  const bound = users.filter((user) => sideOf(stage, user) === undefined);
  const proof = await cleanUpAround(
    stage,
    bound.map(({ id }) => id),
    actors,
  );
  if (proof.left.length > 0) throw incomplete(proof);
  await ports.users.remove(users.map(({ id }) => id));
  return proof;
}

/** Takes rows of these two tenants for made by a check. */
async function adopt({ ports, made, tenantOf, profile }: Stage, left: readonly EntityId[]): Promise<void> {
  for (const { entity, id, tenantId } of await ports.truth.ownersOf(left)) {
    const side = (['tenant', 'canary'] as const).find((each) => tenantOf[each] === tenantId);
    const resource = profile.resources.find((each) => each.entity === entity)?.name;
    if (side !== undefined && resource !== undefined) made.add({ side, resource, entity, id });
  }
}

const incomplete = ({ left }: CleanUpProof) =>
  new OperatorError('E_CLEAN_UP_INCOMPLETE', {
    details: { rows: left.length, entities: [...new Set(left.map(({ entity }) => entity))] },
  });

/** Whose actions in the audit trail are those of a check. */
function actorsOf({ target, tenantOf }: Stage, users: readonly FoundProbeUser[]) {
  const idsOf = (side: Side) =>
    users.filter(({ tenantId }) => tenantId === tenantOf[side]).map(({ id }) => id);
  const admin = target.admin === undefined ? [] : [target.admin.userId];
  return { tenant: [...idsOf('tenant'), ...admin], canary: idsOf('canary') };
}

/** The side whose administrator a probe user played; undefined for lower roles. */
const sideOf = ({ tenantOf }: Stage, { email, tenantId }: FoundProbeUser): Side | undefined =>
  (['tenant', 'canary'] as const).find(
    (side) => tenantId === tenantOf[side] && email.endsWith(`-${side}@${PROBE_DOMAIN}`),
  );

async function signInOnceMore(stage: Stage, users: readonly FoundProbeUser[]): Promise<void> {
  const { ports, target, asking } = stage;
  const ids = users.map(({ id }) => id);
  await ports.users.resetPassword(ids, target.password);
  if (target.admin !== undefined) asking.play('tenant', target.admin.session);
  for (const user of users) {
    const side = sideOf(stage, user);
    if (side === undefined || asking.plays(side)) continue;
    const credentials = { email: user.email, password: target.password };
    const signedIn = await asking.within((limits) => ports.portal.signIn(credentials, limits));
    if (signedIn.ok) asking.play(side, signedIn.session);
  }
}

const nothing: CleanUpProof = { made: 0, removed: 0, left: [], filesLeft: 0, canaryUnchanged: true };
