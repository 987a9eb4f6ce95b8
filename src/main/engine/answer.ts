import { z } from 'zod';
import { invalidInput } from '../../shared/errors/invalid-input.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import type { DigestedPlan } from '../../shared/model/plan.ts';
import type { Prompt } from '../../shared/model/step.ts';
import type { RunSession } from './run-session.ts';
import { openContext } from './step-context.ts';
import type { AnyStep, HumanStep } from './step.ts';

/** A person's answer to the step that waits for it. */
export type StepAnswer = {
  readonly stepId: string;
  readonly value: unknown;
  /** Where nobody took time to read: the plan as it was made this moment. It is not made again to be compared with itself. */
  readonly plan?: DigestedPlan;
};

type AnyHumanStep<Input, Ports> = Exclude<AnyStep<Input, Ports>, { kind: 'automatic' }>;

/** Errors: `E_INVALID_INPUT` with the fields that are wrong; nothing was recorded. */
export function parseAnswer<Input, Ports>(step: AnyHumanStep<Input, Ports>, answer: StepAnswer): JsonObject {
  const parsed = (step as HumanStep<Input, Ports, JsonObject>).answer.safeParse(answer.value);
  if (parsed.success) return parsed.data;
  throw invalidInput(parsed.error);
}

/** The prompt of a waiting step, complete for a host to draw. */
export async function promptOf<Input, Ports>(
  session: RunSession<Input, Ports>,
  step: AnyHumanStep<Input, Ports>,
): Promise<Prompt> {
  const prompt = await step.prompt(openContext(session, step).ctx);
  const schema = z.toJSONSchema((step as HumanStep<Input, Ports, JsonObject>).answer, { io: 'input' });
  return {
    stepId: step.id,
    kind: step.kind,
    schema: schema as JsonObject,
    canReveal: step.reveal !== undefined,
    ...prompt,
  };
}
