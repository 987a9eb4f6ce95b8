import type { RunState, RunView } from '../../shared/model/run.ts';
import type { StepState, StepView } from '../../shared/model/step.ts';
import { stepRecord, type RunRecord, type StepStanding } from './fold-run.ts';
import type { AnyStep } from './step.ts';

const shownAs: Record<Exclude<StepStanding, 'done' | 'intended'>, StepState> = {
  'not-run': 'not-run',
  waiting: 'waiting',
  failed: 'failed',
  'in-doubt': 'in-doubt',
  undone: 'undone',
  'undo-failed': 'undo-failed',
  kept: 'kept',
};

/** What of a runbook its view is made from. */
type Outline = {
  readonly steps: readonly Pick<AnyStep<unknown, unknown>, 'id' | 'title' | 'about' | 'kind' | 'undo'>[];
};

/**
 * A run as hosts show it: every step of its runbook, whatever became of it. `active`: a process is working on it now; a
 * step that was begun and has no outcome is in doubt otherwise.
 */
export function viewRun(record: RunRecord, runbook: Outline, active: boolean): RunView {
  const steps = runbook.steps.map(({ id, title, about, kind, undo }): StepView => {
    const { standing, how, startedAt, ms, receipt, code, details, note } = stepRecord(record, id);
    const known = { about, startedAt, ms, receipt, code, details, note };
    const state = stepState(standing, how, active);
    return { id, title, undo: undoWords(undo), kind, state, ...withoutUndefined(known) };
  });
  const { runId, tenantId, opened, openedEntry, changedAt } = record;
  return {
    runId,
    tenantId,
    runbook: opened.runbook,
    connection: opened.connection,
    environment: opened.environment,
    state: runState(record, steps, active),
    operator: openedEntry.actor,
    openedAt: openedEntry.time,
    changedAt,
    stepsDone: steps.filter(({ state }) => state === 'done' || state === 'already-done').length,
    stepsTotal: steps.length,
    steps,
  };
}

const undoWords = (undo: AnyStep<unknown, unknown>['undo']): string =>
  'none' in undo ? `Stays as it is: ${undo.none}` : undo.says;

function stepState(
  standing: StepStanding,
  how: 'applied' | 'observed' | undefined,
  active: boolean,
): StepState {
  if (standing === 'done') return how === 'observed' ? 'already-done' : 'done';
  if (standing === 'intended') return active ? 'running' : 'in-doubt';
  return shownAs[standing];
}

function runState({ phase }: RunRecord, steps: readonly StepView[], active: boolean): RunState {
  if (phase !== 'forward') return phase;
  if (active) return 'running';
  const stopped = (['in-doubt', 'failed', 'waiting'] as const).find((state) =>
    steps.some((step) => step.state === state),
  );
  return stopped ?? 'interrupted';
}

/** Leaves keys without a value out, as `exactOptionalPropertyTypes` wants it. */
function withoutUndefined<T extends object>(value: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as never;
}
