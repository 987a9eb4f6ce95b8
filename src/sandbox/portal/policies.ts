import type { ActorContext } from './actor-context.ts';
import type { AuditActor, AuditEvent } from './audit-event.ts';
import { PortalError } from './portal-error.ts';
import { requireRole } from './require-role.ts';
import { requireTenant } from './require-tenant.ts';
import { DISABLED, isRole, type Role } from './role.ts';
import type { Placed } from './services/placed.ts';

/** How the portal answers for what is not the actor's (P21): sources 1 to 3 differ, so a deployment chooses. */
export const denialReadings = ['403', '404', 'empty'] as const;
export type DenialReading = (typeof denialReadings)[number];

export type Verb = 'list' | 'read' | 'create' | 'update' | 'delete';

/** Rows an actor may reach. A field that is left out does not narrow; a SuperAdmin's scope is empty. */
export type Scope = { readonly brokerId?: string; readonly employerId?: string; readonly memberId?: string };

/** What a session says about itself. `passwordMark` ties it to the password it was opened with, `role` is that of then. */
export type SessionClaims = {
  readonly userId: string;
  readonly passwordMark: string;
  readonly role?: string | undefined;
};
export type SessionState = { readonly role: string; readonly passwordMark: string };

/**
 * Every decision that keeps tenants apart, each a pure function. The clean portal has exactly one set of them; a
 * planted leak replaces one. They are values and not scattered `if`s, so that a leak never touches the clean code.
 */
export type PortalPolicies = {
  /** Whether someone with the right password is let in. */
  readonly maySignIn: (user: { readonly role: string }) => boolean;
  /** Whether a session that decrypts well still counts, given the user's row as it is now. */
  readonly admits: (claims: SessionClaims, state: SessionState) => boolean;
  readonly requireRole: (actor: ActorContext, least: Role, placed: Placed | undefined, verb: Verb) => void;
  readonly requireTenant: (actor: ActorContext, targetTenantId: string | null) => void;
  readonly scope: (actor: ActorContext, placed: Placed | undefined, verb: Verb) => Scope;
  /** Scope in which a parent that a body names must be found. */
  readonly parentScope: (actor: ActorContext, placed: Placed) => Scope;
  /** Whose a new top-level row becomes; `asked` is the brokerId of the body, which only a SuperAdmin may choose. */
  readonly tenantForNew: (actor: ActorContext, asked: string | undefined) => string;
  /** What the audit trail keeps of a state change; undefined keeps nothing. */
  readonly recorded: (event: AuditEvent, actor: AuditActor) => Recorded | undefined;
};

export type Recorded = { readonly event: AuditEvent; readonly actor: AuditActor };

export const cleanPolicies: PortalPolicies = {
  maySignIn: ({ role }) => isRole(role),
  admits: (claims, state) => state.role !== DISABLED && claims.passwordMark === state.passwordMark,
  requireRole,
  requireTenant,
  scope: scopeOf,
  parentScope: scopeOf,
  tenantForNew: (actor, asked) => {
    const tenantId = actor.role === 'SuperAdmin' ? asked : actor.tenantId;
    if (tenantId === undefined || tenantId === null) throw new PortalError('Forbidden');
    return tenantId;
  },
  recorded: (event, actor) => ({ event, actor }),
};

/** Matches no row: a user below the brokers who is bound to nothing sees nothing. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

function scopeOf(actor: ActorContext): Scope {
  if (actor.role === 'SuperAdmin') return {};
  const { tenantId, employerId, memberId } = actor;
  if (tenantId === null) throw new PortalError('Forbidden');
  if (actor.role === 'Member') return { brokerId: tenantId, memberId: memberId ?? NOBODY };
  if (actor.role.startsWith('Employer')) return { brokerId: tenantId, employerId: employerId ?? NOBODY };
  return { brokerId: tenantId };
}
