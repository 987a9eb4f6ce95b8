import type { RunState, RunSummary, RunView } from '../../shared/model/run.ts';
import type { StepState } from '../../shared/model/step.ts';
import { findRun } from '../engine/open-run.ts';
import type { RunEventType } from '../engine/run-events.ts';
import { viewRun } from '../engine/view-run.ts';
import type { EntryFilter } from '../ports/ledger-store.port.ts';
import type { ConsoleContext } from './console-context.ts';
import { runbookOf } from './run-session.ts';

/** A run as it stands. `active` is asked of the lock unless the caller holds it. */
export function viewOf(ctx: ConsoleContext, runId: string, active?: boolean): RunView {
  const record = findRun({ log: ctx.ledger }, runId);
  return viewRun(record, runbookOf(ctx, record.opened.runbook), active ?? ctx.locks.isHeld(record.tenantId));
}

/** Its line in a list. */
export function summaryOf({ steps, prompt: _prompt, ...head }: RunView): RunSummary {
  const step = steps.find(({ state }) => state === stopStates[head.state]);
  if (step === undefined) return head;
  const { title, code, note } = step;
  const said = { ...(code !== undefined && { code }), ...(note !== undefined && { note }) };
  return { ...head, stoppedAt: { step: title, ...said } };
}

/** What the step is like at which a run of this state stopped. */
const stopStates: Readonly<Partial<Record<RunState, StepState>>> = {
  waiting: 'waiting',
  failed: 'failed',
  'in-doubt': 'in-doubt',
  interrupted: 'not-run',
  'rolling-back': 'undo-failed',
};

/** How many runs are looked up before it is seen whether that is enough. */
const BATCH = 50;

export type RunSearch = {
  readonly tenantId?: string;
  readonly limit: number;
  readonly states?: readonly RunState[];
};

/** Runs in one of these states, newest first; looks no further than it has to. */
export function findRuns(ctx: ConsoleContext, search: RunSearch): RunSummary[] {
  const { limit, states } = search;
  const found: RunSummary[] = [];
  for (const runId of candidates(ctx, search)) {
    if (found.length >= limit) break;
    const run = summaryOf(viewOf(ctx, runId));
    if (states?.includes(run.state) ?? true) found.push(run);
  }
  return found;
}

const endedBy: Partial<Record<RunState, RunEventType>> = {
  completed: 'run.completed',
  'rolled-back': 'run.rolled-back',
  abandoned: 'run.abandoned',
};

/** The open among a hundred thousand are few, and so may be those with a certain end: neither is looked for one by one. */
function candidates(ctx: ConsoleContext, { tenantId, states = [] }: RunSearch): Iterable<string> {
  if (tenantId !== undefined) return runsBy(ctx, { types: ['run.opened'], tenantId });
  const endings = states.map((state) => endedBy[state]).filter((type) => type !== undefined);
  if (states.length === 0) return runsBy(ctx, { types: ['run.opened'] });
  if (endings.length === 0) return ctx.openRuns.current();
  return runsBy(ctx, { types: endings.length === states.length ? endings : ['run.opened'] });
}

/** The runs of these entries, newest first. */
function* runsBy({ ledger }: ConsoleContext, filter: EntryFilter): Iterable<string> {
  for (let before = ledger.size(), more = true; more;) {
    const entries = ledger.entries({ ...filter, newestFirst: true, before, limit: BATCH });
    yield* entries.map(({ runId = '' }) => runId);
    more = entries.length === BATCH;
    before = entries.at(-1)?.index ?? 0;
  }
}
