import type { EnvironmentFacts } from './environment.ts';
import type { StepKind } from './step.ts';

/** One thing a step would do to the outside world. */
export type Effect = {
  readonly verb: 'insert' | 'update' | 'delete' | 'read' | 'call' | 'send' | 'share' | 'write';
  /** What it does it to: `users`, `portal /api/employers`, `mail`. No personal data. */
  readonly object: string;
  /** How many rows, calls or messages. */
  readonly count: number;
  /** Names in the statement catalogue, where it is SQL. */
  readonly statements: readonly string[];
};

export type PlannedStep = {
  readonly id: string;
  readonly title: string;
  readonly kind: StepKind;
  /** What the outside world shows today: `unknown` where it can only be seen once earlier steps are done. */
  readonly observed: 'absent' | 'present' | 'foreign' | 'blocked' | 'unknown';
  /** Why it is blocked. */
  readonly code?: string;
  readonly effects: readonly Effect[];
  /** What a rollback would do about it. */
  readonly undo: string;
};

/** What a run would do, before it does anything (L2). Its canonical JSON (RFC 8785) is what approvals sign. */
export type Plan = {
  readonly format: 'tenant-console.plan/v1';
  readonly runbook: string;
  readonly version: number;
  readonly tenantId: string;
  readonly connection: string;
  readonly environment: EnvironmentFacts;
  /** Salted commitment to the intake: binds the plan to it and tells nobody what it says. */
  readonly inputCommitment: string;
  readonly steps: readonly PlannedStep[];
  /** Rows touched per table, over all steps. */
  readonly blastRadius: readonly { readonly object: string; readonly verb: string; readonly count: number }[];
};

/** A plan with the SHA-256 (lower-case hex) of its canonical JSON. */
export type DigestedPlan = { readonly plan: Plan; readonly digest: string };
