import type { z } from 'zod';
import type { ErrorCode } from '../../shared/errors/catalogue/index.ts';
import type { AnyStep } from './step.ts';

/** A runbook reads like the runbook on paper: its steps, top to bottom. */
export type Runbook<Input, Ports> = {
  /** `<model>.<verb>`, as entries and plans name it. */
  readonly id: string;
  /** Grows when steps are added, removed or change their meaning; a run goes on only with the version it began with. */
  readonly version: number;
  readonly title: string;
  readonly input: z.ZodType<Input>;
  readonly steps: readonly AnyStep<Input, Ports>[];
  /** Failures after which nothing is waited for: the run takes itself back at once. */
  readonly undoneBy?: readonly ErrorCode[];
};

/** Checks a runbook's shape; two steps with one id are a bug. */
export function defineRunbook<Input, Ports>(runbook: Runbook<Input, Ports>): Runbook<Input, Ports> {
  const ids = runbook.steps.map((step) => step.id);
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice !== undefined) throw new Error(`Runbook ${runbook.id} lists step ${twice} twice`);
  return runbook;
}
