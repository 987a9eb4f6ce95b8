import type { Role } from './role.ts';

/** Who acts, taken from the verified session and never from the request's own words (source 2). */
export type ActorContext = {
  readonly userId: string;
  /** The tenant anchor; null for a SuperAdmin, who belongs to no broker. */
  readonly tenantId: string | null;
  readonly role: Role;
  readonly email: string;
  /** Set for EmployerAdmin, EmployerUser and Member. */
  readonly employerId: string | null;
  /** Set for Member. */
  readonly memberId: string | null;
  readonly mustChangePassword: boolean;
  readonly ipAddress: string;
  readonly userAgent: string;
};

export type SessionUser = Omit<ActorContext, 'ipAddress' | 'userAgent'>;

export const buildActorContext = (user: SessionUser, headers: Headers): ActorContext => ({
  ...user,
  ipAddress: headers.get('x-forwarded-for') ?? 'unknown',
  userAgent: headers.get('user-agent') ?? 'unknown',
});
