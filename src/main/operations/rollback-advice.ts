import type { UndoPlan } from '../../shared/model/undo-plan.ts';
import type { ConsoleContext } from './console-context.ts';
import { findRuns, viewOf } from './run-view.ts';

type Advice = Omit<UndoPlan, 'steps'>;

/** What is right for the tenant of a run: not everything that could be taken back should be. */
export function adviseOnRollback(ctx: ConsoleContext, runId: string): Advice {
  const { tenantId, state, steps } = viewOf(ctx, runId);
  const of = { runId, tenantId, state };
  if (state === 'rolled-back' || state === 'abandoned')
    return { ...of, advice: 'nothing-to-do', because: 'The run is taken back already.' };
  if (isOffBoarded(ctx, tenantId))
    return {
      ...of,
      advice: 'nothing-to-do',
      because: 'The tenant is off-boarded: what is kept, the law keeps.',
    };
  const isHandedOver = steps.some(
    (step) => step.kind === 'hand-over' && ['done', 'already-done'].includes(step.state),
  );
  if (isHandedOver)
    return {
      ...of,
      advice: 'off-board',
      because:
        'The credentials are handed over, so the tenant may be at work: off-board it. A rollback still refuses when anything hangs below it that this run did not make.',
    };
  return {
    ...of,
    advice: 'roll-back',
    because: 'No credential has left the console: taking it back harms nobody.',
  };
}

const isOffBoarded = (ctx: ConsoleContext, tenantId: string): boolean =>
  findRuns(ctx, { tenantId, limit: Infinity }).some(
    ({ runbook, state }) => runbook.endsWith('.offboard') && state === 'completed',
  );
