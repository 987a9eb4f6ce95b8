import { Title } from '@mantine/core';
import { promptRun } from '../../../../shared/contract/runs.contract.ts';
import type { RunView } from '../../../../shared/model/run.ts';
import type { Prompt, StepKind } from '../../../../shared/model/step.ts';
import { useCall } from '../../../client/use-call.ts';
import { QueryError } from '../../../components/answered.tsx';
import { ErrorCard } from '../../../components/error-card.tsx';
import { LoadingLines } from '../../../components/loading-lines.tsx';
import type { RunActs } from '../use-run-acts.ts';
import { ApprovePrompt } from './approve-prompt.tsx';
import { FormPrompt } from './form-prompt.tsx';
import { HandOverPrompt } from './hand-over-prompt.tsx';
import type { PromptProps } from './prompt-props.ts';
import { isForOthers, SignaturesPrompt } from './signatures-prompt.tsx';
import classes from './prompt.module.css';

/** Kinds that bring something to read or to do beside the form. */
const special: Readonly<Partial<Record<StepKind, (props: PromptProps) => React.ReactNode>>> = {
  approve: ApprovePrompt,
  'hand-over': HandOverPrompt,
};

type Props = { readonly run: RunView; readonly stepId: string; readonly acts: RunActs };

/** What the waiting step asks, in its place. While the run goes on, the prompt that comes next comes with the end of the call. */
export function PromptPanel({ run, stepId, acts }: Props) {
  const query = useCall(promptRun, { runId: run.runId }, { fresh: 0, ask: !acts.busy });
  if (query.data?.stepId === stepId) return <Asked run={run} prompt={query.data} acts={acts} />;
  return query.error && !query.isFetching ? <QueryError query={query} /> : <LoadingLines lines={4} />;
}

/** A delivery that brings no channels to choose from is told in a form. */
function bodyOf(prompt: Prompt): (props: PromptProps) => React.ReactNode {
  if (isForOthers({ prompt })) return SignaturesPrompt;
  if (prompt.kind === 'hand-over' && prompt.data?.['channels'] === undefined) return FormPrompt;
  return special[prompt.kind] ?? FormPrompt;
}

type AskedProps = { readonly run: RunView; readonly prompt: Prompt; readonly acts: RunActs };

function Asked({ run, prompt, acts }: AskedProps) {
  const Body = bodyOf(prompt);
  return (
    <section ref={bringForward} tabIndex={-1} className={classes['prompt']} aria-label={prompt.title}>
      <Title order={2}>{prompt.title}</Title>
      <p className={classes['text']}>{prompt.text}</p>
      <Body
        run={run}
        prompt={prompt}
        busy={acts.busy}
        found={acts.error?.details['problems']}
        onAnswer={(value) => acts.resume({ stepId: prompt.stepId, value })}
      />
      {acts.error && (
        <div className={classes['error']}>
          <ErrorCard error={acts.error} />
        </div>
      )}
    </section>
  );
}

/** What is asked now comes into sight and takes the focus: whoever works with the keyboard goes on where the run is. */
function bringForward(section: HTMLElement | null): void {
  section?.focus({ preventScroll: true });
  section?.scrollIntoView({ block: 'start' });
}
