import { Progress } from '@mantine/core';
import type { RunView } from '../../../shared/model/run.ts';
import { closedRunStates } from '../../../shared/model/run.ts';
import { duration } from '../../components/format-time.ts';
import { useNow } from '../../components/use-now.ts';
import classes from './run-page.module.css';
import { runWords } from './run-words.ts';

const colors = {
  good: 'green.7',
  info: 'iris',
  warn: 'yellow.7',
  bad: 'red.7',
  doubt: 'grape.7',
  quiet: 'gray.6',
} as const;

/** How far the run has come, and for how long it has been going. */
export function RunProgress({ run }: { readonly run: RunView }) {
  const now = useNow('second');
  const closed = closedRunStates.includes(run.state);
  const until = closed ? Date.parse(run.changedAt) : Math.max(now, Date.parse(run.changedAt));
  return (
    <div className={classes['progress']}>
      <div className={`${classes['progressline'] ?? ''} tabular`}>
        <span>
          {run.stepsDone} of {run.stepsTotal} steps done
        </span>
        <span>
          {closed ? 'took' : 'open for'} {duration(until - Date.parse(run.openedAt))}
        </span>
      </div>
      <Progress
        value={(100 * run.stepsDone) / Math.max(1, run.stepsTotal)}
        color={colors[runWords[run.state].tone]}
        size={5}
        aria-label="Steps done"
      />
    </div>
  );
}
