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

/** Runs, newest first, that fit; looks no further than it has to. */
export function findRuns(
  ctx: ConsoleContext,
  {
    tenantId,
    limit,
    fits = () => true,
  }: { tenantId?: string; limit: number; fits?: (run: RunSummary) => boolean },
): RunSummary[] {
  const filter = { types: ['run.opened'], newestFirst: true, ...(tenantId !== undefined && { tenantId }) };
  const found: RunSummary[] = [];
  for (const { runId = '' } of ctx.ledger.entries(filter)) {
    if (found.length === limit) break;
    const summary = summaryOf(viewOf(ctx, runId));
    if (fits(summary)) found.push(summary);
  }
  return found;
}
