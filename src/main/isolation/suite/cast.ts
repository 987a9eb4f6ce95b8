import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { PortalProfile } from '../../../shared/model/portal-profile.ts';
import type { TemplateValues } from '../../../shared/model/portal-template.ts';
import { PROBE_DOMAIN, type ProbeUser } from '../../ports/probe-users.port.ts';
import { testedRoles } from '../families/role.ts';
import type { ActorName, Side } from '../probe.ts';
import { forgedSessions } from './forge-session.ts';
import { asksAbout, type Stage } from './stage.ts';

/** Who is who among the users of the check. */
export type Cast = {
  readonly tenantUserId: string;
  readonly canaryUserId: string;
  /** A user of the canary that nobody signs in as, for probes to aim at; and one of the tenant. */
  readonly canaryVictimId: string;
};

/** The administrators of both sides, signed in. Errors: `E_SIGN_IN_REFUSED`, those of the portal and of the database. */
export async function castAdministrators(stage: Stage): Promise<Cast> {
  const { target, profile } = stage;
  const canary = newUser(stage, 'canary', profile.tenantAdminRole, 'canary');
  const victim = newUser(stage, 'canary', lowestTenantWideRole(stage), 'canary-victim');
  const tenant =
    target.admin === undefined ? newUser(stage, 'tenant', profile.tenantAdminRole, 'tenant') : undefined;
  const users = [canary, victim, ...(tenant === undefined ? [] : [tenant])];
  await enlist(stage, users);
  if (target.admin !== undefined) stage.asking.play('tenant', target.admin.session);
  await Promise.all([
    signIn(stage, 'canary', canary),
    ...(tenant === undefined ? [] : [signIn(stage, 'tenant', tenant)]),
  ]);
  const tenantUserId = target.admin?.userId ?? tenant?.id ?? '';
  forge(stage, canary.id);
  return { tenantUserId, canaryUserId: canary.id, canaryVictimId: victim.id };
}

/** Lower roles of the tenant, bound to its test data. Answers with an administrator whose access will be taken away. */
export async function castRoles(stage: Stage, own: TemplateValues): Promise<ProbeUser> {
  const { profile } = stage;
  const lower = asksAbout(stage, 'role') ? lowerRoles(profile) : [];
  const disabled = newUser(stage, 'tenant', profile.tenantAdminRole, 'disabled');
  const bound = lower.flatMap((role) => {
    const id = role.boundTo === undefined ? undefined : own[`${role.boundTo}.id`];
    if (role.boundTo !== undefined && id === undefined) return [];
    const boundTo =
      role.boundTo === undefined || id === undefined ? undefined : { resource: role.boundTo, id };
    return [
      {
        actor: `role:${role.name}` as const,
        user: { ...newUser(stage, 'tenant', role.name, role.name), boundTo },
      },
    ];
  });
  await enlist(stage, [disabled, ...bound.map(({ user }) => user)]);
  const players = [...bound, { actor: 'disabled' as const, user: disabled }];
  await Promise.all(players.map(({ actor, user }) => trySignIn(stage, actor, user)));
  return disabled;
}

const lowerRoles = (profile: PortalProfile) =>
  testedRoles(profile).filter(({ name }) => name !== profile.tenantAdminRole);

/** Known before they are there, so that a check that is cut off in between can be cleaned up. */
async function enlist(
  { ports, target, users: known, counts }: Stage,
  users: readonly ProbeUser[],
): Promise<void> {
  known.push(...users);
  await ports.users.create(users, target.password);
  counts.clear();
}

const lowestTenantWideRole = ({ profile }: Stage): string =>
  profile.roles.findLast(({ scope }) => scope === 'tenant')?.name ?? profile.tenantAdminRole;

function newUser({ ports, target, tenantOf }: Stage, side: Side, role: string, plays: string): ProbeUser {
  const run = target.runId.toLowerCase().replaceAll('_', '-');
  const email = `${run}-${plays.toLowerCase()}@${PROBE_DOMAIN}`;
  return { id: ports.users.newId(), email, tenantId: tenantOf[side], role };
}

async function signIn(
  { ports, target, asking, deeds }: Stage,
  actor: ActorName,
  { id, email, tenantId }: ProbeUser,
): Promise<void> {
  const signedIn = await asking.within((limits) =>
    ports.portal.signIn({ email, password: target.password }, limits),
  );
  if (!signedIn.ok)
    throw new OperatorError('E_SIGN_IN_REFUSED', { details: { actor, status: signedIn.status } });
  asking.play(actor, signedIn.session);
  if (tenantId === target.tenantId) deeds.push({ actorId: id, what: 'signIn' });
}

/** A lower role that cannot sign in leaves its probes inconclusive; the others go on. */
async function trySignIn(stage: Stage, actor: ActorName, user: ProbeUser): Promise<void> {
  try {
    await signIn(stage, actor, user);
  } catch (error) {
    if (!(error instanceof OperatorError) || stage.asking.gone !== undefined) throw error;
  }
}

function forge({ asking, target, profile, tenantOf }: Stage, canaryUserId: string): void {
  const [own, others] = [asking.sessionOf('tenant'), asking.sessionOf('canary')];
  if (own === 'anonymous' || others === 'anonymous') return;
  const claims = {
    sub: canaryUserId,
    userId: canaryUserId,
    role: profile.roles[0]?.name ?? profile.tenantAdminRole,
    ...Object.fromEntries(profile.tenantAnchor.bodyFields.map((field) => [field, tenantOf.canary])),
    jti: target.runId,
  };
  for (const [name, session] of forgedSessions({ own, others, claims }))
    asking.play(`forged:${name}`, session);
}
