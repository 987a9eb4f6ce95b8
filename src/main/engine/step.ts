import type { z } from 'zod';
import type { OperatorError } from '../../shared/errors/operator-error.ts';
import type { ApprovalPurpose } from '../../shared/model/approval.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import type { DigestedPlan, Effect } from '../../shared/model/plan.ts';
import type { Secret } from '../../shared/model/secret.ts';
import type { Prompt, StepKind } from '../../shared/model/step.ts';
import type { Clock } from '../ports/clock.port.ts';
import type { IdSource } from '../ports/id-source.port.ts';
import type { RunSecrets } from './run-secrets.ts';

/** What a step sees when it looks at the outside world. */
export type Observed<Receipt> =
  /** Nothing of this step's effect is there. */
  | { readonly state: 'absent' }
  /** The effect is there, and it is ours. */
  | { readonly state: 'present'; readonly receipt: Receipt }
  /** Something stands in its place that this run did not make. */
  | { readonly state: 'foreign'; readonly details: JsonObject }
  /** It cannot be done, and nothing was changed. */
  | { readonly state: 'blocked'; readonly error: OperatorError };

/** Everything a step may use. `Ports` is what its tenancy model works with. */
export type StepContext<Input, Ports> = {
  readonly run: {
    readonly runId: string;
    readonly tenantId: string;
    readonly openedAt: string;
    readonly operator: string;
  };
  /** What the run was opened with. Holds personal data: it never goes into a receipt, only into `seal`. */
  readonly input: Input;
  readonly ports: Ports;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Secrets of this run that live in this process's memory and nowhere else. */
  readonly secrets: RunSecrets;
  readonly signal: AbortSignal;
  /** The receipt of an earlier step. A runbook that asks for one that is not there has a bug. */
  readonly receiptOf: <Receipt extends JsonObject>(step: StepRef<Receipt>) => Receipt;
  /** The same, or undefined while that step is not done: for `observe` and `plan`, which may look ahead. */
  readonly findReceipt: <Receipt extends JsonObject>(step: StepRef<Receipt>) => Receipt | undefined;
  /** The plan of this run as it would be made now. */
  readonly plan: () => Promise<DigestedPlan>;
  /** Personal details that belong to this step's outcome: sealed under the tenant's key, beside the receipt. */
  readonly seal: (details: JsonObject) => void;
  readonly progress: (done: number, of: number, unit: string) => void;
};

/** Enough of a step to ask for its receipt. */
export type StepRef<Receipt extends JsonObject> = {
  readonly id: string;
  readonly receipt: z.ZodType<Receipt>;
};

/** Takes back what `apply` did: safe to run twice, removes only what the receipt, or an observation, proves is ours. */
export type Undo<Input, Ports, Receipt> = {
  /** What a rollback would do, as an operator reads it. */
  readonly says: string;
  run(ctx: StepContext<Input, Ports>, receipt: Receipt | undefined): Promise<void>;
  /** What would make it refuse now. Looks, and changes nothing. */
  hindrance?(ctx: StepContext<Input, Ports>, receipt: Receipt): Promise<OperatorError | undefined>;
};

type StepBase<Input, Ports, Receipt extends JsonObject> = StepRef<Receipt> & {
  readonly title: string;
  /** What it is for, in a sentence or two, as an operator wants to know it before it is done. */
  readonly about?: string;
  /** Looks at the outside world, changes nothing. */
  observe(ctx: StepContext<Input, Ports>): Promise<Observed<Receipt>>;
  /** What `apply` would do. Looks at the input alone: two plans of one state are equal. */
  plan(ctx: StepContext<Input, Ports>): readonly Effect[];
  readonly undo: { readonly none: string } | Undo<Input, Ports, Receipt>;
};

/** A step the console does by itself. */
export type AutomaticStep<Input, Ports, Receipt extends JsonObject> = StepBase<Input, Ports, Receipt> & {
  readonly kind: 'automatic';
  /** Does it, once. Throws an `OperatorError`; one whose code is doubtful leaves the step in doubt. */
  apply(ctx: StepContext<Input, Ports>): Promise<Receipt>;
};

/** A step that waits for a person. */
export type HumanStep<
  Input,
  Ports,
  Receipt extends JsonObject,
  Answer extends JsonObject = JsonObject,
> = StepBase<Input, Ports, Receipt> & {
  readonly kind: Exclude<StepKind, 'automatic'>;
  readonly answer: z.ZodType<Answer>;
  /** The step is decided by other people's signatures over the plan. */
  readonly approval?: ApprovalPurpose;
  prompt(ctx: StepContext<Input, Ports>): Promise<Omit<Prompt, 'stepId' | 'kind' | 'schema' | 'canReveal'>>;
  /** Throws while an answer would come too early: nothing is recorded then, and the step keeps waiting. */
  ready?(ctx: StepContext<Input, Ports>): Promise<void>;
  /** The secret that the operator passes on by hand; undefined when there is none (any more). Asking for it is recorded. */
  reveal?(ctx: StepContext<Input, Ports>): Promise<Secret | undefined>;
  apply(ctx: StepContext<Input, Ports>, answer: Answer): Promise<Receipt>;
};

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a runbook lists steps of every receipt and answer
export type AnyStep<Input, Ports> = AutomaticStep<Input, Ports, any> | HumanStep<Input, Ports, any, any>;

/** Checks the shape of an automatic step and keeps its types. */
export const automaticStep = <Input, Ports, Receipt extends JsonObject>(
  step: Omit<AutomaticStep<Input, Ports, Receipt>, 'kind'>,
): AutomaticStep<Input, Ports, Receipt> => ({ ...step, kind: 'automatic' });

/** Checks the shape of a human step and keeps its types. */
export const humanStep = <Input, Ports, Receipt extends JsonObject, Answer extends JsonObject>(
  step: HumanStep<Input, Ports, Receipt, Answer>,
): HumanStep<Input, Ports, Receipt, Answer> => step;
