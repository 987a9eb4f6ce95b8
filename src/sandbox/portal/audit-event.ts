import type { ActorContext } from './actor-context.ts';

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

export type AuditActor = Pick<ActorContext, 'userId' | 'ipAddress' | 'userAgent'>;
