import type { RunSummary, RunView } from '../../shared/model/run.ts';
import { findRun } from '../engine/open-run.ts';
import { viewRun } from '../engine/view-run.ts';
import type { ConsoleContext } from './console-context.ts';
import { runbookOf } from './run-session.ts';

/** A run as it stands. `active` is asked of the lock unless the caller holds it. */
export function viewOf(ctx: ConsoleContext, runId: string, active?: boolean): RunView {
  const record = findRun({ log: ctx.ledger }, runId);
  return viewRun(record, runbookOf(ctx, record.opened.runbook), active ?? ctx.locks.isHeld(record.tenantId));
}

/** Its line in a list. */
export function summaryOf({ steps: _steps, prompt: _prompt, ...summary }: RunView): RunSummary {
  return summary;
}

/** How many runs are folded before it is seen whether that is enough. */
const BATCH = 50;

/** An entry of one of these types ends a run. */
const endings = ['run.completed', 'run.rolled-back', 'run.abandoned'];

export type RunSearch = {
  readonly tenantId?: string;
  readonly limit: number;
  /** Only runs that have not ended. */
  readonly open?: boolean;
  readonly fits?: (run: RunSummary) => boolean;
};

/** Runs, newest first, that fit; looks no further than it has to. */
export function findRuns(ctx: ConsoleContext, search: RunSearch): RunSummary[] {
  const { limit, fits = () => true } = search;
  const found: RunSummary[] = [];
  for (let before = ctx.ledger.size(); found.length < limit;) {
    const opened = openings(ctx, search, before);
    const summaries = opened.map(({ runId = '' }) => summaryOf(viewOf(ctx, runId)));
    found.push(...summaries.filter(fits).slice(0, limit - found.length));
    if (opened.length < BATCH) break;
    before = opened.at(-1)?.index ?? 0;
  }
  return found;
}

const openings = (ctx: ConsoleContext, { tenantId, open = false }: RunSearch, before: number) =>
  ctx.ledger.entries({
    types: ['run.opened'],
    newestFirst: true,
    before,
    limit: BATCH,
    ...(open && { runLacks: endings }),
    ...(tenantId !== undefined && { tenantId }),
  });
