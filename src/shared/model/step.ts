import { z } from 'zod';
import { jsonObject } from './json.ts';

/** Who does a step: the console by itself, or a person whose answer the run waits for. */
export const stepKinds = ['automatic', 'attest', 'approve', 'hand-over', 'wait'] as const;
export type StepKind = (typeof stepKinds)[number];

/**
 * Where a step stands in its run. `in-doubt`: it was begun and nobody knows yet whether its effect happened. `kept`: a
 * rollback left its effect on purpose, the reason stands beside it.
 */
export const stepStates = [
  'not-run',
  'running',
  'waiting',
  'done',
  'already-done',
  'failed',
  'in-doubt',
  'undone',
  'undo-failed',
  'kept',
] as const;
export type StepState = (typeof stepStates)[number];

/** One step as every host shows it. */
export const stepView = z.strictObject({
  id: z.string(),
  /** What the operator reads. */
  title: z.string(),
  /** What it is for. */
  about: z.string().exactOptional(),
  /** What a rollback does about it. */
  undo: z.string().exactOptional(),
  kind: z.enum(stepKinds),
  state: z.enum(stepStates),
  /** ISO 8601, when it was last begun. */
  startedAt: z.string().exactOptional(),
  /** Milliseconds from intent to outcome. */
  ms: z.number().exactOptional(),
  /** Ids, counts and digests; never a secret, never personal data. */
  receipt: jsonObject.exactOptional(),
  /** Code of the last failure or doubt. */
  code: z.string().exactOptional(),
  /** Facts about the failure: what failed, never a value. */
  details: jsonObject.exactOptional(),
  /** Why a rollback kept its effect, or what a failure said. */
  note: z.string().exactOptional(),
});
export type StepView = Readonly<z.infer<typeof stepView>>;

/** What a waiting step asks a person. Hosts draw it from `schema`; they know no runbook. */
export const prompt = z.strictObject({
  stepId: z.string(),
  kind: z.enum(stepKinds),
  title: z.string(),
  /** Plain language: what is asked, and what the answer sets off. */
  text: z.string(),
  /** JSON Schema (2020-12) of the answer. */
  schema: jsonObject,
  /** The answer of someone who simply confirms; missing where a person must type something. */
  defaults: jsonObject.exactOptional(),
  /** What to read before answering: a plan, a checklist. */
  data: jsonObject.exactOptional(),
  /** A secret can be revealed while the step waits. */
  canReveal: z.boolean(),
});
export type Prompt = Readonly<z.infer<typeof prompt>>;
