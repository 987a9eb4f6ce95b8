import type { MiddlewareHandler } from 'hono';
import type { PortalPolicies } from './policies.ts';
import type { PortalContext } from './portal-context.ts';

/**
 * A defect planted on purpose, to test whoever claims to find such defects. It replaces policies, or stands as a
 * middleware between the session check and the routes, where `c.get('actor')` can be read and replaced.
 */
export type Leak = {
  readonly id: string;
  readonly title: string;
  readonly policies?: (clean: PortalPolicies) => Partial<PortalPolicies>;
  readonly middleware?: (context: PortalContext) => MiddlewareHandler;
};

export const withLeaks = (clean: PortalPolicies, leaks: readonly Leak[]): PortalPolicies =>
  leaks.reduce((policies, leak) => ({ ...policies, ...leak.policies?.(policies) }), clean);
