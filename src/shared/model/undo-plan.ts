import { z } from 'zod';
import { jsonObject } from './json.ts';
import { runStates } from './run.ts';

/** What a rollback would do about one step, last step first. */
export const plannedUndo = z.strictObject({
  step: z.string(),
  title: z.string(),
  how: z.enum(['take-back', 'keep']),
  /** What it does, or why the effect stays. */
  says: z.string(),
  /** What proves that it is ours: the step's receipt, or what is seen to carry this run's mark. */
  proof: jsonObject.exactOptional(),
  seen: z.enum(['absent', 'present', 'foreign', 'blocked']).exactOptional(),
  /** What would make the rollback stop here, by its code: rows that others made, for one. */
  hindrance: z.strictObject({ code: z.string(), details: jsonObject }).exactOptional(),
});
export type PlannedUndo = z.infer<typeof plannedUndo>;

/** What is right for a tenant in this state. */
export const undoAdvice = ['roll-back', 'off-board', 'nothing-to-do'] as const;

export const undoPlan = z.strictObject({
  runId: z.string(),
  tenantId: z.string(),
  state: z.enum(runStates),
  advice: z.enum(undoAdvice),
  /** The advice in words. */
  because: z.string(),
  steps: z.array(plannedUndo),
});
export type UndoPlan = z.infer<typeof undoPlan>;
