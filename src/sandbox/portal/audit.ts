import type { ActorContext } from './actor-context.ts';
import type { PortalContext } from './portal-context.ts';
import type { PortalDatabase } from './schema/portal-database.ts';

export type AuditEvent = {
  /** `<entity>.<past tense>`, for example `employer.created`. */
  readonly action: string;
  readonly entityType: string;
  readonly entityId: string;
  /** The tenant whose data changed, which for a SuperAdmin is not the actor's. */
  readonly tenantId: string | null;
  readonly schemeId?: string | null;
  readonly metadata?: Readonly<Record<string, unknown>>;
};

type Actor = Pick<ActorContext, 'userId' | 'ipAddress' | 'userAgent'>;

/** Records a state change in the transaction `trx` that makes it, so neither exists without the other. */
export async function audit(
  trx: PortalDatabase,
  { ids, clock }: Pick<PortalContext, 'ids' | 'clock'>,
  actor: Actor,
  { metadata = {}, schemeId = null, ...event }: AuditEvent,
): Promise<void> {
  const { userId: actorId, ipAddress, userAgent } = actor;
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
