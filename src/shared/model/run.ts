import { z } from 'zod';
import { prompt, stepView } from './step.ts';

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

const runHead = z.strictObject({
  runId: z.string(),
  runbook: z.string(),
  tenantId: z.string(),
  connection: z.string(),
  environment: z.string(),
  state: z.enum(runStates),
  /** Key id of the operator who opened it. */
  operator: z.string(),
  openedAt: z.string(),
  changedAt: z.string(),
  stepsDone: z.int(),
  stepsTotal: z.int(),
});

/** The step at which a run stopped, by its title, and what the log says of the failure or the doubt. */
const runStop = z.strictObject({
  step: z.string(),
  code: z.string().exactOptional(),
  note: z.string().exactOptional(),
});

/** One line of a list of runs; `stoppedAt` while it is neither under way nor closed. */
export const runSummary = runHead.extend({ stoppedAt: runStop.exactOptional() });
export type RunSummary = Readonly<z.infer<typeof runSummary>>;

/** A run with every step of its runbook, in order, whatever became of it. */
export const runView = runHead.extend({
  steps: z.array(stepView),
  /** Present while a person's answer is awaited. */
  prompt: prompt.exactOptional(),
});
export type RunView = Readonly<z.infer<typeof runView>>;

export const closedRunStates: readonly RunState[] = ['completed', 'rolled-back', 'abandoned'];
