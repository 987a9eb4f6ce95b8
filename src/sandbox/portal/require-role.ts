import type { ActorContext } from './actor-context.ts';
import { PortalError } from './portal-error.ts';
import { ranksAtLeast, type Role } from './role.ts';

/** @throws PortalError Forbidden when the actor stands below `least` */
export function requireRole(actor: ActorContext, least: Role): void {
  if (!ranksAtLeast(actor.role, least)) throw new PortalError('Forbidden');
}
