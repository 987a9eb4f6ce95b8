import { errorCatalogue, isErrorCode } from '../../../shared/errors/catalogue/index.ts';
import type { RunState, RunSummary } from '../../../shared/model/run.ts';

/** What happened to a run that is not simply done or under way, and what a person does about it. */
export type RunStory = { readonly happened: string; readonly next?: string };

/** Undefined for a run that goes on by itself, and for one that went through. */
export const runStory = (run: RunSummary): RunStory | undefined => stories[run.state]?.(run);

const stories: Readonly<Partial<Record<RunState, (run: RunSummary) => RunStory>>> = {
  waiting: ({ stoppedAt }) => ({
    happened: `It waits for an answer at “${stoppedAt?.step ?? ''}”.`,
  }),
  failed: ({ stoppedAt }) => ({ happened: whatWentWrong(stoppedAt), next: fixOf(stoppedAt) }),
  'in-doubt': ({ stoppedAt }) => ({
    happened: `${whatWentWrong(stoppedAt)} Nobody knows yet whether it was done.`,
    next: 'Open it and let the console look: it finds out before it repeats anything.',
  }),
  interrupted: ({ stoppedAt }) => ({
    happened: `The console ended before “${stoppedAt?.step ?? ''}”.`,
    next: 'Open it and resume: it goes on from there.',
  }),
  'rolling-back': ({ stoppedAt }) => ({
    happened: stoppedAt
      ? `Taking it back stopped. ${whatWentWrong(stoppedAt)}`
      : 'Taking it back was begun and is not over.',
    next: 'Open it and go on with the rollback.',
  }),
  'rolled-back': () => ({
    happened: 'What it had made was taken back, and each step says what became of it.',
    next: 'Nothing is left to do here.',
  }),
};

type Stop = RunSummary['stoppedAt'];

function whatWentWrong(stop: Stop): string {
  if (stop === undefined) return 'It did not go through.';
  const said = stop.note !== undefined && stop.note !== '' ? stop.note : entryOf(stop)?.meaning;
  return said === undefined ? `“${stop.step}” did not go through.` : `${stop.step}: ${said}`;
}

const fixOf = (stop: Stop): string => entryOf(stop)?.fix ?? 'Open it: the step says what is to be done.';

const entryOf = (stop: Stop) =>
  stop?.code !== undefined && isErrorCode(stop.code) ? errorCatalogue[stop.code] : undefined;
