import type { LedgerEntry } from '../../../shared/model/ledger-entry.ts';
import type { RunView } from '../../../shared/model/run.ts';
import type { StepState } from '../../../shared/model/step.ts';
import { paintFor } from './terminal.ts';
import { duration } from './views/duration.ts';
import { stepMark } from './views/run-text.ts';

/** Prints the steps of a run as they happen, from what the ledger says. */
export type LiveSteps = {
  /** Learns how the steps of a run are called; before that their ids serve. */
  learn(run: RunView): void;
  /** From now on a line for each tenant in place of each step: the steps of many runs at once tell nobody anything. */
  byTenant(): void;
  /** A new entry of the ledger. */
  see(entry: LedgerEntry): void;
  /** How far a long step has come. */
  progress(progress: {
    readonly stepId: string;
    readonly done: number;
    readonly of: number;
    readonly unit: string;
  }): void;
};

const outcomes: Readonly<Record<string, StepState>> = {
  'step.done': 'done',
  'step.failed': 'failed',
  'step.in-doubt': 'in-doubt',
  'step.undone': 'undone',
  'step.undo-failed': 'undo-failed',
  'step.kept': 'kept',
};

/** What ends the work on one tenant of many, as far as this call goes. */
const ends: Readonly<Record<string, StepState>> = {
  'run.completed': 'done',
  'step.failed': 'failed',
  'step.in-doubt': 'in-doubt',
};

const wipeLine = '\r\u001B[2K';

/** A terminal also shows the step that is under way, in a line that its outcome replaces. */
export function liveSteps(stream: NodeJS.WriteStream): LiveSteps {
  const paint = paintFor(stream);
  const titles = new Map<string, string>();
  const titleOf = (id: string) => titles.get(id) ?? inWords(id);
  const current = (words: string) => {
    if (stream.isTTY) stream.write(`${wipeLine}  ${stepMark('running', paint)} ${words}`);
  };
  const line = (state: StepState, words: readonly string[]) =>
    stream.write(
      `${stream.isTTY ? wipeLine : ''}${`  ${stepMark(state, paint)} ${words.join(' ')}`.trimEnd()}\n`,
    );
  let isByTenant = false;
  return {
    byTenant: () => {
      isByTenant = true;
    },
    learn: ({ steps }) => steps.forEach(({ id, title }) => titles.set(id, title)),
    see: ({ type, data, tenantId = '' }) => {
      const { step, ms, code } = data;
      const told = typeof code === 'string' ? paint('red', code) : '';
      if (isByTenant) {
        const end = ends[type];
        if (end !== undefined) line(end, [tenantId.padEnd(60), told]);
        return;
      }
      if (typeof step !== 'string') return;
      if (type === 'step.intended') current(titleOf(step));
      const outcome = outcomes[type];
      if (outcome === undefined) return;
      const time = typeof ms === 'number' ? duration(ms) : '';
      line(outcome, [titleOf(step).padEnd(60), time.padStart(9), told]);
    },
    progress: ({ stepId, done, of, unit }) => {
      if (done < of) current(`${titleOf(stepId)}  ${done} of ${of} ${unit}`);
      else if (stream.isTTY) stream.write(wipeLine);
    },
  };
}

/** `pooled.create-tenant` → `Create tenant`. */
function inWords(id: string): string {
  const words = (id.split('.').at(-1) ?? id).replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
