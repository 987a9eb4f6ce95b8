import type { JsonObject } from '../../shared/model/json.ts';
import type { LedgerEntry } from '../../shared/model/ledger-entry.ts';
import { isRunEvent, runEvents, type RunEventData, type RunEventType } from './run-events.ts';

/** Where a step stands by the log alone. `intended`: begun, and the log says nothing more. */
export type StepStanding =
  'not-run' | 'intended' | 'waiting' | 'done' | 'failed' | 'in-doubt' | 'undone' | 'undo-failed' | 'kept';

export type StepRecord = {
  readonly standing: StepStanding;
  /** True once its effect was ever begun: a rollback has to look at it. */
  readonly touched: boolean;
  readonly how?: 'applied' | 'observed';
  readonly receipt?: JsonObject;
  readonly startedAt?: string;
  readonly ms?: number;
  readonly code?: string;
  readonly details?: JsonObject;
  readonly note?: string;
};

export type RunPhase = 'forward' | 'completed' | 'rolling-back' | 'rolled-back' | 'abandoned';

/** A run as its entries tell it, without any other source. */
export type RunRecord = {
  readonly runId: string;
  readonly tenantId: string;
  readonly opened: RunEventData<'run.opened'>;
  readonly openedEntry: LedgerEntry;
  readonly phase: RunPhase;
  readonly changedAt: string;
  readonly steps: ReadonlyMap<string, StepRecord>;
};

const untouched: StepRecord = { standing: 'not-run', touched: false };

type StepFold = {
  readonly [Type in RunEventType]?: (
    before: StepRecord,
    data: RunEventData<Type>,
    time: string,
  ) => StepRecord;
};

const stepFold: StepFold = {
  'step.intended': (_before, _data, startedAt) => ({ standing: 'intended', touched: true, startedAt }),
  'step.waiting': (before, _data, startedAt) => ({ ...before, standing: 'waiting', startedAt }),
  'step.done': (before, { how, ms, receipt }, time) => ({
    standing: 'done',
    touched: true,
    how,
    ms,
    receipt,
    startedAt: before.startedAt ?? time,
  }),
  'step.observed': () => ({ standing: 'not-run', touched: true }),
  'step.failed': (before, { code, ms, note, details }) => ({
    ...before,
    standing: 'failed',
    code,
    ms,
    note,
    details,
  }),
  'step.in-doubt': (before, { code, note }) => ({
    ...before,
    standing: 'in-doubt',
    touched: true,
    code,
    note,
  }),
  'step.undone': ({ receipt }, { ms }) => ({
    standing: 'undone',
    touched: true,
    ms,
    ...(receipt && { receipt }),
  }),
  'step.undo-failed': (before, { code, note, details }) => ({
    ...before,
    standing: 'undo-failed',
    code,
    note,
    details,
  }),
  'step.kept': (before, { reason }) => ({ ...before, standing: 'kept', note: reason }),
};

const phases: Readonly<Partial<Record<RunEventType, RunPhase>>> = {
  'run.completed': 'completed',
  'run.rolling-back': 'rolling-back',
  'run.rolled-back': 'rolled-back',
  'run.abandoned': 'abandoned',
};

/**
 * Folds the entries of one run, in the order they were written; undefined when they do not begin with `run.opened`.
 * Entries of other kinds are passed over.
 */
export function foldRun(entries: readonly LedgerEntry[]): RunRecord | undefined {
  const [first] = entries;
  if (first?.type !== 'run.opened' || first.runId === undefined || first.tenantId === undefined)
    return undefined;
  const steps = new Map<string, StepRecord>();
  let phase: RunPhase = 'forward';
  for (const { type, data, time } of entries) {
    if (!isRunEvent(type)) continue;
    phase = phases[type] ?? phase;
    if (type === 'run.rolling-back') endWaiting(steps);
    foldStep(steps, type, data, time);
  }
  return {
    runId: first.runId,
    tenantId: first.tenantId,
    opened: runEvents['run.opened'].parse(first.data),
    openedEntry: first,
    phase,
    changedAt: entries.at(-1)?.time ?? first.time,
    steps,
  };
}

/** A run that is taken back asks nobody any more. */
function endWaiting(steps: Map<string, StepRecord>): void {
  for (const [id, { touched, standing }] of steps)
    if (standing === 'waiting') steps.set(id, { touched, standing: 'not-run' });
}

function foldStep(steps: Map<string, StepRecord>, type: RunEventType, data: JsonObject, time: string): void {
  const fold = stepFold[type] as
    ((before: StepRecord, data: unknown, time: string) => StepRecord) | undefined;
  if (fold === undefined) return;
  const parsed = runEvents[type].parse(data) as { readonly step: string };
  steps.set(parsed.step, fold(steps.get(parsed.step) ?? untouched, parsed, time));
}

/** The record of a step, also of one the log does not name. */
export const stepRecord = (run: RunRecord, stepId: string): StepRecord => run.steps.get(stepId) ?? untouched;
