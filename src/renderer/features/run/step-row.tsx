import { Loader } from '@mantine/core';
import {
  IconArrowBackUp,
  IconCheck,
  IconChevronRight,
  IconCircleDashed,
  IconHandStop,
  IconMinus,
  IconQuestionMark,
  IconX,
  type TablerIcon,
} from '@tabler/icons-react';
import type { RunView } from '../../../shared/model/run.ts';
import type { StepState, StepView } from '../../../shared/model/step.ts';
import { duration } from '../../components/format-time.ts';
import { runWordsOfKind } from './kind-words.ts';
import { stepWords } from './run-words.ts';
import { StepBody } from './step-body.tsx';
import classes from './step-list.module.css';
import type { RunActs } from './use-run-acts.ts';

const icons: Readonly<Record<StepState, TablerIcon | undefined>> = {
  'not-run': IconCircleDashed,
  running: undefined,
  waiting: IconHandStop,
  done: IconCheck,
  'already-done': IconCheck,
  failed: IconX,
  'in-doubt': IconQuestionMark,
  undone: IconArrowBackUp,
  'undo-failed': IconX,
  kept: IconMinus,
};

type Props = {
  readonly number: number;
  readonly run: RunView;
  readonly step: StepView;
  readonly acts: RunActs;
  readonly open: boolean;
  readonly onTurn: () => void;
};

/** One step: a line that says how it stands, and what there is to know or to do about it. */
export function StepRow({ number, run, step, acts, open, onTurn }: Props) {
  const { word, tone } = stepWords[step.state];
  const body = `step-${number}`;
  return (
    <li className={classes['step']} data-state={step.state}>
      <button
        type="button"
        className={classes['line']}
        aria-expanded={open}
        aria-controls={body}
        onClick={onTurn}
      >
        <StateMark state={step.state} />
        <span className={classes['title']}>
          <span className={classes['number']}>{number}</span> {step.title}
        </span>
        <span className={classes['kind']}>{runWordsOfKind[step.kind]}</span>
        <span className={classes['state']} data-tone={tone}>
          {word}
        </span>
        <span className={`${classes['time'] ?? ''} tabular`}>
          {step.ms !== undefined && duration(step.ms)}
        </span>
        <IconChevronRight size={15} aria-hidden className={classes['chevron']} />
      </button>
      <div id={body} hidden={!open} className={classes['body']}>
        {open && <StepBody run={run} step={step} acts={acts} />}
      </div>
    </li>
  );
}

function StateMark({ state }: { readonly state: StepState }) {
  const Icon = icons[state];
  return (
    <span className={classes['mark']} data-tone={stepWords[state].tone} aria-hidden>
      {Icon ? <Icon size={14} stroke={2.2} /> : <Loader size={14} color="currentcolor" />}
    </span>
  );
}
