import type { JsonObject } from '../../../shared/model/json.ts';
import type { LedgerEntry } from '../../../shared/model/ledger-entry.ts';
import type { RunState, RunView } from '../../../shared/model/run.ts';
import type { StepState, StepView } from '../../../shared/model/step.ts';

const stepStates: Readonly<Record<string, StepState>> = {
  'step.intended': 'running',
  'step.waiting': 'waiting',
  'step.done': 'done',
  'step.observed': 'not-run',
  'step.failed': 'failed',
  'step.in-doubt': 'in-doubt',
  'step.undone': 'undone',
  'step.undo-failed': 'undo-failed',
  'step.kept': 'kept',
};

const runStates: Readonly<Record<string, RunState>> = {
  'step.intended': 'running',
  'step.waiting': 'waiting',
  'step.failed': 'failed',
  'step.in-doubt': 'in-doubt',
  'run.completed': 'completed',
  'run.rolling-back': 'rolling-back',
  'run.rolled-back': 'rolled-back',
  'run.abandoned': 'abandoned',
};

const finished: readonly StepState[] = ['done', 'already-done'];

/**
 * The run as it stands after one more entry, so that a screen moves with the stream. The console's own view replaces it a moment
 * later; until then this must never show more than the entry says. Entries that say nothing of the run leave it as it is.
 */
export function applyEntry(run: RunView, { type, time, data, runId }: LedgerEntry): RunView {
  if (runId !== run.runId) return run;
  const steps = run.steps.map((step) =>
    step.id === data['step'] ? stepAfter(step, type, time, data) : step,
  );
  return {
    ...run,
    steps,
    changedAt: time,
    state: stateAfter(run.state, type),
    stepsDone: steps.filter(({ state }) => finished.includes(state)).length,
  };
}

/** While a rollback is under way, what happens to single steps does not change that. */
const stateAfter = (state: RunState, type: string): RunState =>
  state === 'rolling-back' && type.startsWith('step.') ? state : (runStates[type] ?? state);

function stepAfter(step: StepView, type: string, time: string, data: JsonObject): StepView {
  const state = type === 'step.done' && data['how'] === 'observed' ? 'already-done' : stepStates[type];
  if (state === undefined) return step;
  const { id, title, about, undo, kind, startedAt, receipt } = step;
  const begins = type === 'step.intended' || type === 'step.waiting';
  return {
    ...{ id, title, kind, state },
    ...(about !== undefined && { about }),
    ...(undo !== undefined && { undo }),
    ...(begins ? { startedAt: time } : startedAt !== undefined && { startedAt }),
    ...(isObject(data['receipt']) ? { receipt: data['receipt'] } : receipt !== undefined && { receipt }),
    ...(typeof data['ms'] === 'number' && { ms: data['ms'] }),
    ...(typeof data['code'] === 'string' && { code: data['code'] }),
    ...(isObject(data['details']) && { details: data['details'] }),
    ...noteOf(data),
  };
}

function noteOf({ note, reason }: JsonObject): { readonly note?: string } {
  const said = note ?? reason;
  return typeof said === 'string' ? { note: said } : {};
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
