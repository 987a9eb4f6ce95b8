import type { Prompt, StepView } from './step.ts';

/**
 * Where a run stands. Everything but `completed`, `rolled-back` and `abandoned` can be resumed; `interrupted` means that no
 * process works on it and the log ends in mid-air.
 */
export const runStates = [
  'running',
  'interrupted',
  'waiting',
  'failed',
  'in-doubt',
  'completed',
  'rolling-back',
  'rolled-back',
  'abandoned',
] as const;
export type RunState = (typeof runStates)[number];

/** One line of a list of runs. */
export type RunSummary = {
  readonly runId: string;
  readonly runbook: string;
  readonly tenantId: string;
  readonly connection: string;
  readonly environment: string;
  readonly state: RunState;
  /** Key id of the operator who opened it. */
  readonly operator: string;
  readonly openedAt: string;
  readonly changedAt: string;
  readonly stepsDone: number;
  readonly stepsTotal: number;
};

/** A run with every step of its runbook, in order, whatever became of it. */
export type RunView = RunSummary & {
  readonly steps: readonly StepView[];
  /** Present while a person's answer is awaited. */
  readonly prompt?: Prompt;
};

export const closedRunStates: readonly RunState[] = ['completed', 'rolled-back', 'abandoned'];
