import { Title } from '@mantine/core';
import { promptRun } from '../../../../shared/contract/runs.contract.ts';
import type { RunView } from '../../../../shared/model/run.ts';
import type { StepKind } from '../../../../shared/model/step.ts';
import { useCall } from '../../../client/use-call.ts';
import { Answered } from '../../../components/answered.tsx';
import type { RunActs } from '../use-run-acts.ts';
import { ApprovePrompt } from './approve-prompt.tsx';
import { FormPrompt } from './form-prompt.tsx';
import { HandOverPrompt } from './hand-over-prompt.tsx';
import type { PromptProps } from './prompt-props.ts';
import classes from './prompt.module.css';

/** Kinds that bring something to read or to do beside the form. */
const special: Readonly<Partial<Record<StepKind, (props: PromptProps) => React.ReactNode>>> = {
  approve: ApprovePrompt,
  'hand-over': HandOverPrompt,
};

/** What the waiting step asks, in its place. */
export function PromptPanel({ run, acts }: { readonly run: RunView; readonly acts: RunActs }) {
  const query = useCall(promptRun, { runId: run.runId });
  return (
    <Answered query={query} lines={4}>
      {(prompt) => {
        const Body = special[prompt.kind] ?? FormPrompt;
        return (
          <section
            key={prompt.stepId}
            ref={bringForward}
            tabIndex={-1}
            className={classes['prompt']}
            aria-label={prompt.title}
          >
            <Title order={2}>{prompt.title}</Title>
            <p className={classes['text']}>{prompt.text}</p>
            <Body
              run={run}
              prompt={prompt}
              busy={acts.busy}
              found={acts.error?.details['problems']}
              onAnswer={(value) => acts.resume({ stepId: prompt.stepId, value })}
            />
          </section>
        );
      }}
    </Answered>
  );
}

/** What is asked now comes into sight and takes the focus: whoever works with the keyboard goes on where the run is. */
function bringForward(section: HTMLElement | null): void {
  section?.focus({ preventScroll: true });
  section?.scrollIntoView({ block: 'start' });
}
