import { z } from 'zod';
import { jsonObject } from '../../shared/model/json.ts';

const receipt = jsonObject;
const step = z.string();
const ms = z.number();

/** What each entry of a run says. The fold of these is the run (DESIGN §3); none holds personal data. */
export const runEvents = {
  /** `details`: the intake and the salt of its commitment. */
  'run.opened': z.object({
    runbook: z.string(),
    version: z.int(),
    connection: z.string(),
    environment: z.string(),
    inputCommitment: z.string(),
  }),
  /** The intent, durable before the effect. */
  'step.intended': z.object({ step }),
  /** A person's answer is awaited. */
  'step.waiting': z.object({ step }),
  /** `how`: done by this run just now, or found done when looked at. */
  'step.done': z.object({ step, how: z.enum(['applied', 'observed']), ms, receipt }),
  /** What was seen ended a doubt. */
  'step.observed': z.object({ step, state: z.literal('absent') }),
  /** Nothing of the step's effect happened, or what did is found by observing. */
  'step.failed': z.object({ step, code: z.string(), ms, note: z.string(), details: jsonObject }),
  /** Nobody knows whether the effect happened. */
  'step.in-doubt': z.object({ step, code: z.string(), note: z.string() }),
  'step.undone': z.object({ step, ms }),
  'step.undo-failed': z.object({
    step,
    code: z.string(),
    note: z.string(),
    details: jsonObject.default({}),
  }),
  /** A rollback left this step's effect on purpose. */
  'step.kept': z.object({ step, reason: z.string() }),
  'run.completed': z.object({}),
  /** `details`: the reason. */
  'run.rolling-back': z.object({}),
  'run.rolled-back': z.object({}),
  /** `details`: the reason. Nothing was ever changed by this run. */
  'run.abandoned': z.object({}),
} as const;

export type RunEventType = keyof typeof runEvents;
export type RunEventData<Type extends RunEventType> = z.infer<(typeof runEvents)[Type]>;

export const runEventTypes = Object.keys(runEvents) as readonly RunEventType[];

export const isRunEvent = (type: string): type is RunEventType => Object.hasOwn(runEvents, type);

/** An event of one of these types ends its run. */
export const runEndings = ['run.completed', 'run.rolled-back', 'run.abandoned'] as const;

export const isEnding = (type: string): boolean => (runEndings as readonly string[]).includes(type);
