import { useState } from 'react';
import type { RunView } from '../../../shared/model/run.ts';
import type { StepState } from '../../../shared/model/step.ts';
import classes from './step-list.module.css';
import { StepRow } from './step-row.tsx';
import type { RunActs } from './use-run-acts.ts';

/** What needs eyes is open without asking. */
const openStates: readonly StepState[] = ['running', 'waiting', 'failed', 'in-doubt', 'undo-failed'];

type Props = { readonly run: RunView; readonly acts: RunActs };

/** The runbook, top to bottom. */
export function StepList({ run, acts }: Props) {
  const [turned, setTurned] = useState<Readonly<Record<string, boolean>>>({});
  return (
    <ol className={classes['list']} aria-label="Steps of the run">
      {run.steps.map((step, index) => {
        const key = `${step.id} ${step.state}`;
        const open = turned[key] ?? openStates.includes(step.state);
        return (
          <StepRow
            key={step.id}
            number={index + 1}
            run={run}
            step={step}
            acts={acts}
            open={open}
            onTurn={() => setTurned({ ...turned, [key]: !open })}
          />
        );
      })}
    </ol>
  );
}
