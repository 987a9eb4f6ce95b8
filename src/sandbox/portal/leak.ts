import type { MiddlewareHandler } from 'hono';
import type { OpensFile } from '../blob/signed-url.ts';
import type { ActorContext } from './actor-context.ts';
import type { PortalPolicies } from './policies.ts';
import type { PortalContext, PortalEnv } from './portal-context.ts';

/** What a planted leak is about; whoever looks for it must find it by a check of this kind. */
export const leakFamilies = [
  'clean-slate',
  'read',
  'write',
  'tenant-anchor',
  'session',
  'role',
  'existence',
  'files',
  'audit',
  'function',
  'clean-up',
  'integrity',
] as const;
export type LeakFamily = (typeof leakFamilies)[number];

type Identify = (request: Request) => Promise<ActorContext | undefined>;

/** How a portal is made worse than the clean one. Each field stands at one seam; what is left out stays clean. */
export type Defect = {
  /** Replaces decisions that keep tenants apart. */
  readonly policies?: (clean: PortalPolicies) => Partial<PortalPolicies>;
  /** Replaces what services work with: the mailer, the file store. */
  readonly context?: (clean: PortalContext) => Partial<PortalContext>;
  /** What the portal takes a request for, before anything looks at it. */
  readonly front?: (request: Request) => Promise<Request>;
  /** Who a request is from. */
  readonly identify?: (clean: Identify, context: PortalContext, secret: string) => Identify;
  /** Stands between the session check and the routes, where `c.get('actor')` can be read and replaced. */
  readonly middleware?: (context: PortalContext) => MiddlewareHandler<PortalEnv>;
  /** Which addresses open a file. */
  readonly opens?: (clean: OpensFile) => OpensFile;
};

/** A defect planted on purpose, to test whoever claims to find such defects. */
export type Leak = Defect & {
  /** Kebab case, and stable. */
  readonly id: string;
  readonly title: string;
  /** What is wrong, in one sentence. */
  readonly description: string;
  readonly family: LeakFamily;
  /** Shows in one narrow place only, so that a plain look at the portal misses it. */
  readonly subtle: boolean;
};

export const withLeaks = (clean: PortalPolicies, leaks: readonly Defect[]): PortalPolicies =>
  leaks.reduce((policies, leak) => ({ ...policies, ...leak.policies?.(policies) }), clean);

export const leakyContext = (clean: PortalContext, leaks: readonly Defect[]): PortalContext =>
  leaks.reduce((context, leak) => ({ ...context, ...leak.context?.(context) }), clean);

export const leakyIdentity = (
  clean: Identify,
  leaks: readonly Defect[],
  context: PortalContext,
  secret: string,
): Identify =>
  leaks.reduce((identify, leak) => leak.identify?.(identify, context, secret) ?? identify, clean);

export const leakyOpening = (clean: OpensFile, leaks: readonly Defect[]): OpensFile =>
  leaks.reduce((opens, leak) => leak.opens?.(opens) ?? opens, clean);

export async function throughFronts(request: Request, leaks: readonly Defect[]): Promise<Request> {
  let taken = request;
  for (const { front } of leaks) if (front !== undefined) taken = await front(taken);
  return taken;
}
