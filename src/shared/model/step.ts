import type { JsonObject } from './json.ts';

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
export type StepView = {
  readonly id: string;
  readonly title: string;
  readonly kind: StepKind;
  readonly state: StepState;
  /** ISO 8601, when it was last begun. */
  readonly startedAt?: string;
  /** Milliseconds from intent to outcome. */
  readonly ms?: number;
  /** Ids, counts and digests; never a secret, never personal data. */
  readonly receipt?: JsonObject;
  /** Code of the last failure or doubt. */
  readonly code?: string;
  /** Why a rollback kept its effect, or what a failure said. */
  readonly note?: string;
};

/** What a waiting step asks a person. Hosts draw it from `schema`; they know no runbook. */
export type Prompt = {
  readonly stepId: string;
  readonly title: string;
  /** Plain language: what is asked, and what the answer sets off. */
  readonly text: string;
  /** JSON Schema (2020-12) of the answer. */
  readonly schema: JsonObject;
  /** The answer of someone who simply confirms; missing where a person must type something. */
  readonly defaults?: JsonObject;
  /** What to read before answering: a plan, a checklist. */
  readonly data?: JsonObject;
};
