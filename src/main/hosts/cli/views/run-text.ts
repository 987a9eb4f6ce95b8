import type { RunState, RunSummary, RunView } from '../../../../shared/model/run.ts';
import type { StepState, StepView } from '../../../../shared/model/step.ts';
import type { Paint, Style } from '../terminal.ts';
import { duration } from './duration.ts';
import { textFacts, textTable } from './text-table.ts';

const marks: Readonly<Record<StepState, readonly [string, Style]>> = {
  'not-run': ['·', 'dim'],
  running: ['→', 'cyan'],
  waiting: ['…', 'yellow'],
  done: ['✓', 'green'],
  'already-done': ['✓', 'green'],
  failed: ['✗', 'red'],
  'in-doubt': ['?', 'red'],
  undone: ['↶', 'yellow'],
  'undo-failed': ['✗', 'red'],
  kept: ['=', 'dim'],
};

/** The sign of a step's state, for lists and for lines as they happen. */
export const stepMark = (state: StepState, paint: Paint): string => {
  const [mark, style] = marks[state];
  return paint(style, mark);
};

const good: readonly RunState[] = ['completed', 'rolled-back'];

const stateWord = (state: RunState, paint: Paint): string =>
  paint(good.includes(state) ? 'green' : 'yellow', state);

/** A run with every step, whatever became of it. */
export const runText = (run: RunView, paint: Paint): string =>
  `${runHead(run, paint)}\n\n${stepTable(run.steps, paint)}`;

/** Who, where and how far, without the steps. */
export const runHead = (run: RunSummary, paint: Paint): string =>
  textFacts({
    [paint('bold', 'run')]: `${paint('bold', run.runId)}  ${stateWord(run.state, paint)}`,
    runbook: run.runbook,
    tenant: run.tenantId,
    connection: `${run.connection} (${run.environment})`,
    operator: run.operator,
    opened: run.openedAt,
    changed: run.changedAt,
    steps: `${run.stepsDone} of ${run.stepsTotal}`,
  });

const stepTable = (steps: readonly StepView[], paint: Paint): string =>
  textTable(
    ['', 'step', 'state', 'time', 'note'],
    steps.map(({ state, title, ms, code, note }) => [
      stepMark(state, paint),
      title,
      state,
      duration(ms),
      [code, note].filter((words) => words !== undefined).join('  '),
    ]),
  );

export const runListText = (runs: readonly RunSummary[], paint: Paint): string =>
  runs.length === 0
    ? 'No runs yet. `tenantctl provision --connection NAME` opens one.'
    : textTable(
        ['run', 'state', 'runbook', 'tenant', 'connection', 'steps', 'changed', 'stopped at'],
        runs.map((run) => [
          run.runId,
          stateWord(run.state, paint),
          run.runbook,
          run.tenantId,
          run.connection,
          `${run.stepsDone}/${run.stepsTotal}`,
          run.changedAt,
          stopText(run),
        ]),
      );

const stopText = ({ stoppedAt }: RunSummary): string =>
  [stoppedAt?.code, stoppedAt?.step].filter((words) => words !== undefined).join('  ');
