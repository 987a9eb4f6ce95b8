import type { LedgerEntry } from '../../../shared/model/ledger-entry.ts';
import { wordsIn } from '../../components/schema-form/field-model.ts';

const said: Readonly<Record<string, string>> = {
  'run.opened': 'Run opened',
  'run.completed': 'Run completed',
  'run.rolling-back': 'Rollback begun',
  'run.rolled-back': 'Run rolled back',
  'run.abandoned': 'Run abandoned',
  'step.intended': 'Begun',
  'step.waiting': 'Waits for a person',
  'step.done': 'Done',
  'step.observed': 'Looked at: not there',
  'step.failed': 'Failed',
  'step.in-doubt': 'In doubt',
  'step.undone': 'Undone',
  'step.undo-failed': 'Undo failed',
  'step.kept': 'Kept on purpose',
  'secret.revealed': 'Secret revealed',
};

/** What an entry says, in a few words: what happened, and to which step. */
export function entryWords({ type, data }: Pick<LedgerEntry, 'type' | 'data'>): string {
  const what = said[type] ?? wordsIn(type);
  return typeof data['step'] === 'string' ? `${what}: ${stepWords(data['step'])}` : what;
}

/** `pooled.create-tenant` as words, without the model that it belongs to. */
const stepWords = (id: string): string => wordsIn(id.slice(id.lastIndexOf('.') + 1)).toLowerCase();
