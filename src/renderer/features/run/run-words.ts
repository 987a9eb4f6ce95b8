import type { RunState } from '../../../shared/model/run.ts';
import type { StepState } from '../../../shared/model/step.ts';
import type { Tone } from '../../components/tone.ts';
import { wordsIn } from '../../components/schema-form/field-model.ts';

type Words = { readonly word: string; readonly tone: Tone };

export const runWords: Readonly<Record<RunState, Words>> = {
  running: { word: 'Running', tone: 'info' },
  interrupted: { word: 'Interrupted', tone: 'warn' },
  waiting: { word: 'Waiting', tone: 'warn' },
  failed: { word: 'Failed', tone: 'bad' },
  'in-doubt': { word: 'In doubt', tone: 'doubt' },
  completed: { word: 'Completed', tone: 'good' },
  'rolling-back': { word: 'Rolling back', tone: 'warn' },
  'rolled-back': { word: 'Rolled back', tone: 'quiet' },
  abandoned: { word: 'Abandoned', tone: 'quiet' },
};

export const stepWords: Readonly<Record<StepState, Words>> = {
  'not-run': { word: 'Not run', tone: 'quiet' },
  running: { word: 'Running', tone: 'info' },
  waiting: { word: 'Waiting', tone: 'warn' },
  done: { word: 'Done', tone: 'good' },
  'already-done': { word: 'Already done', tone: 'good' },
  failed: { word: 'Failed', tone: 'bad' },
  'in-doubt': { word: 'In doubt', tone: 'doubt' },
  undone: { word: 'Undone', tone: 'quiet' },
  'undo-failed': { word: 'Undo failed', tone: 'bad' },
  kept: { word: 'Kept', tone: 'quiet' },
};

/** What a run does, as a person says it: `pooled.offboard` is Off-board. */
export function deedWords(runbook: string): string {
  const what = runbook.slice(runbook.indexOf('.') + 1);
  return what === 'offboard' ? 'Off-board' : wordsIn(what);
}

/** `pooled.provision` as a person reads it: what is done, then to which model. */
export function runbookWords(id: string): string {
  const [model, what] = id.split('.');
  return what === undefined ? deedWords(id) : `${deedWords(id)} · ${model ?? ''}`;
}
