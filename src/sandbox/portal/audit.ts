import type { AuditActor, AuditEvent } from './audit-event.ts';
import type { PortalContext } from './portal-context.ts';
import type { PortalDatabase } from './schema/portal-database.ts';

/** Records a state change in the transaction `trx` that makes it, so neither exists without the other. */
export async function audit(
  trx: PortalDatabase,
  { ids, clock, policies }: Pick<PortalContext, 'ids' | 'clock' | 'policies'>,
  who: AuditActor,
  what: AuditEvent,
): Promise<void> {
  const recorded = policies.recorded(what, who);
  if (recorded === undefined) return;
  const { metadata = {}, schemeId = null, ...event } = recorded.event;
  const { userId: actorId, ipAddress, userAgent } = recorded.actor;
  const when = { id: ids.uuid(), createdAt: clock.now() };
  const row = {
    ...when,
    ...event,
    schemeId,
    actorId,
    ipAddress,
    userAgent,
    metadata: JSON.stringify(metadata),
  };
  await trx.insertInto('audit_logs').values(row).execute();
}
