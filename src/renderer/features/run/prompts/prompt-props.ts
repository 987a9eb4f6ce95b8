import type { JsonObject } from '../../../../shared/model/json.ts';
import type { RunView } from '../../../../shared/model/run.ts';
import type { Prompt } from '../../../../shared/model/step.ts';

/** What every body of a prompt gets. */
export type PromptProps = {
  readonly run: RunView;
  readonly prompt: Prompt;
  readonly busy: boolean;
  readonly onAnswer: (value: JsonObject) => void;
  /** What the console found wrong with the last answer, as `E_INVALID_INPUT` lists it. */
  readonly found: unknown;
};
