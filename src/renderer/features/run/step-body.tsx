import { Progress } from '@mantine/core';
import { skipToken, useQuery } from '@tanstack/react-query';
import type { ConsoleEvent } from '../../../shared/contract/events.contract.ts';
import { resumeRun } from '../../../shared/contract/runs.contract.ts';
import { isErrorCode } from '../../../shared/errors/catalogue/index.ts';
import {
  OperatorError,
  type ErrorCard as Card,
  type ErrorDetails,
} from '../../../shared/errors/operator-error.ts';
import type { RunView } from '../../../shared/model/run.ts';
import type { StepView } from '../../../shared/model/step.ts';
import { ErrorCard } from '../../components/error-card.tsx';
import { wholeTime } from '../../components/format-time.ts';
import { useMay } from '../shell/identity-context.ts';
import { PromptPanel } from './prompts/prompt-panel.tsx';
import { ShareLink } from './prompts/share-link.tsx';
import { Receipt } from './receipt.tsx';
import classes from './step-list.module.css';
import type { RunActs } from './use-run-acts.ts';

type Props = { readonly run: RunView; readonly step: StepView; readonly acts: RunActs };

/** What there is to know about a step, and what is asked in it. */
export function StepBody({ run, step, acts }: Props) {
  const mayAnswer = useMay(resumeRun);
  const error = errorOf(step);
  const isSaid = error === undefined && step.note !== undefined && step.note !== '';
  return (
    <div className={classes['inner']}>
      <About step={step} />
      {step.state === 'waiting' &&
        (mayAnswer ? <PromptPanel run={run} stepId={step.id} acts={acts} /> : <WaitsForOther />)}
      {step.state === 'running' && <StepProgress runId={run.runId} stepId={step.id} />}
      {error && (
        <ErrorCard
          error={error}
          busy={acts.busy}
          {...(mayAnswer && {
            onRetry: () => acts.resume(),
            retryLabel: step.state === 'in-doubt' ? 'Look, and go on' : 'Try again',
          })}
        />
      )}
      {isSaid && <p className={classes['note']}>{step.note}</p>}
      {step.receipt && <Receipt receipt={step.receipt} />}
      <ShareLink run={run} step={step} />
      {step.undo !== undefined && !isTakenBack(step) && (
        <p className={classes['note']}>In a rollback: {lowerFirst(step.undo)}.</p>
      )}
      <p className={classes['note']}>
        <code>{step.id}</code>
        {step.startedAt !== undefined && ` · begun ${wholeTime(step.startedAt)}`}
      </p>
    </div>
  );
}

/** What the step is for; a prompt says that itself. */
const About = ({ step: { state, about } }: { readonly step: StepView }) =>
  state !== 'waiting' && about !== undefined && <p className={classes['about']}>{about}</p>;

const isTakenBack = ({ state }: StepView): boolean => state === 'undone' || state === 'kept';

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

const WaitsForOther = () => (
  <p className={classes['note']}>A superadmin has to answer here before the run goes on.</p>
);

/** The card of the code that a step failed with; the log keeps the code, the catalogue what it means. */
function errorOf({ state, code, note, details }: StepView): Card | undefined {
  const wrong = state === 'failed' || state === 'in-doubt' || state === 'undo-failed';
  if (!wrong || code === undefined || !isErrorCode(code)) return undefined;
  return new OperatorError(code, {
    ...(note !== undefined && note !== '' && { message: note }),
    ...(details && { details: details as ErrorDetails }),
  }).toJSON();
}

type ProgressNote = Extract<ConsoleEvent, { kind: 'progress' }>['progress'];

/** How far a long step has come, where it says so. */
function StepProgress({ runId, stepId }: { readonly runId: string; readonly stepId: string }) {
  const { data } = useQuery<ProgressNote>({ queryKey: ['progress', runId], queryFn: skipToken });
  if (data?.stepId !== stepId) return <p className={classes['note']}>Under way.</p>;
  return (
    <div className="tabular">
      {data.done} of {data.of} {data.unit}
      <Progress value={(100 * data.done) / Math.max(1, data.of)} size="sm" mt={6} aria-label={data.unit} />
    </div>
  );
}
