import type { ActorContext } from './actor-context.ts';
import { PortalError } from './portal-error.ts';

/**
 * The second line behind the scoped queries: whatever a service is about to hand out or change must be the actor's.
 * SuperAdmin bypasses it and is still audited (P18).
 * @throws PortalError Forbidden
 */
export function requireTenant(actor: ActorContext, targetTenantId: string | null): void {
  if (actor.role === 'SuperAdmin') return;
  if (actor.tenantId === null || actor.tenantId !== targetTenantId) throw new PortalError('Forbidden');
}
