import { foldRun, type RunRecord } from '../../src/main/engine/fold-run.ts';
import type { LedgerEntry } from '../../src/shared/model/ledger-entry.ts';
import type { End } from './journey.ts';

/** The last word on a run, by how the world says it ended. */
const lastWord = { completed: 'run.completed', 'rolled-back': 'run.rolled-back' } as const;
const lastWords: readonly string[] = [...Object.values(lastWord), 'run.abandoned'];

/** What is wrong with the story that the entries of one run tell, in sentences; nothing when it holds together. */
export function liesIn(entries: readonly LedgerEntry[], end: End): readonly string[] {
  const record = foldRun(entries);
  const name = entries[0]?.tenantId ?? 'no run';
  if (record === undefined) return end === 'never-opened' ? [] : [`${name}: no story`];
  if (end === 'never-opened') return [`${name}: a run was opened`];
  const wanted = lastWord[end];
  const ended = entries.filter(({ type }) => lastWords.includes(type)).at(-1)?.type;
  return [
    ...[...stepsOf(entries)].flatMap(([step, events]) => liesOfStep(`${name}: ${step}`, events)),
    ...(ended === wanted ? [] : [`${name}: ends as ${ended ?? 'nothing'}, the world says ${end}`]),
    ...undecided(record, end).map((id) => `${name}: nobody said what became of ${id}`),
  ];
}

function stepsOf(entries: readonly LedgerEntry[]): ReadonlyMap<string, readonly LedgerEntry[]> {
  const steps = entries.filter(({ data }) => typeof data['step'] === 'string');
  return Map.groupBy(steps, ({ data }) => data['step'] as string);
}

/** What may never follow what, within one step. */
function liesOfStep(name: string, events: readonly LedgerEntry[]): readonly string[] {
  return events.flatMap(({ type, data }, at) => {
    const previous = events[at - 1]?.type ?? 'nothing';
    if (type === 'step.done' && data['how'] === 'applied' && previous !== 'step.intended')
      return [`${name} is done without an intent`];
    if (type === 'step.intended' && previous === 'step.intended')
      return [`${name} is begun twice without a look in between`];
    if (type === 'step.done' && previous === 'step.done') return [`${name} is done twice`];
    if (type === 'step.undone' && ['nothing', 'step.undone'].includes(previous))
      return [`${name} is undone after ${previous}`];
    return [];
  });
}

/** Steps that the log leaves open. A rollback may leave a question unanswered, never an effect. */
function undecided({ steps }: RunRecord, end: End): readonly string[] {
  const open = end === 'completed' ? ['intended', 'in-doubt', 'waiting'] : ['intended', 'in-doubt'];
  return [...steps].filter(([, { standing }]) => open.includes(standing)).map(([id]) => id);
}
