import type { RunState } from '../../shared/model/run.ts';
import type { RunEventType } from './run-events.ts';

const standing: Readonly<Record<RunEventType, RunState>> = {
  'run.opened': 'interrupted',
  'step.intended': 'in-doubt',
  'step.waiting': 'waiting',
  'step.done': 'interrupted',
  'step.observed': 'interrupted',
  'step.failed': 'failed',
  'step.in-doubt': 'in-doubt',
  'step.undone': 'rolling-back',
  'step.undo-failed': 'rolling-back',
  'step.kept': 'rolling-back',
  'run.completed': 'completed',
  'run.rolling-back': 'rolling-back',
  'run.rolled-back': 'rolled-back',
  'run.abandoned': 'abandoned',
};

const ended: readonly RunState[] = ['completed', 'rolling-back', 'rolled-back', 'abandoned'];

/**
 * Where a run stands by its newest event alone: the engine stops at the first step that does not go on, so nothing before it
 * can say otherwise. For lists of many runs; the fold says the same. `active`: a process is working on it.
 */
export function stateByLastEvent(type: RunEventType, active: boolean): RunState {
  const state = standing[type];
  return active && !ended.includes(state) ? 'running' : state;
}
