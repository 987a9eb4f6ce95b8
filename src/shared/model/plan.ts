import { z } from 'zod';
import { environmentFacts } from './environment.ts';
import { stepKinds } from './step.ts';

const effectVerbs = ['insert', 'update', 'delete', 'read', 'call', 'send', 'share', 'write'] as const;

/** One thing a step would do to the outside world. */
export const effect = z.strictObject({
  verb: z.enum(effectVerbs),
  /** What it does it to: `users`, `portal /api/employers`, `mail`. No personal data. */
  object: z.string(),
  /** How many rows, calls or messages. */
  count: z.int(),
  /** Names in the statement catalogue, where it is SQL. */
  statements: z.array(z.string()),
});
export type Effect = z.infer<typeof effect>;

export const plannedStep = z.strictObject({
  id: z.string(),
  title: z.string(),
  kind: z.enum(stepKinds),
  /** What the outside world shows today: `unknown` where it can only be seen once earlier steps are done. */
  observed: z.enum(['absent', 'present', 'foreign', 'blocked', 'unknown']),
  /** Why it is blocked. */
  code: z.string().exactOptional(),
  effects: z.array(effect),
  /** What a rollback would do about it. */
  undo: z.string(),
});
export type PlannedStep = z.infer<typeof plannedStep>;

/** What a run would do, before it does anything (L2). Its canonical JSON (RFC 8785) is what approvals sign. */
export const plan = z.strictObject({
  format: z.literal('tenant-console.plan/v1'),
  runbook: z.string(),
  version: z.int(),
  tenantId: z.string(),
  connection: z.string(),
  environment: environmentFacts,
  /** Salted commitment to the intake: binds the plan to it and tells nobody what it says. */
  inputCommitment: z.string(),
  steps: z.array(plannedStep),
  /** Rows touched per table, over all steps. */
  blastRadius: z.array(z.strictObject({ object: z.string(), verb: z.string(), count: z.int() })),
});
export type Plan = z.infer<typeof plan>;

/** A plan with the SHA-256 (lower-case hex) of its canonical JSON. */
export const digestedPlan = z.strictObject({ plan, digest: z.string() });
export type DigestedPlan = z.infer<typeof digestedPlan>;
