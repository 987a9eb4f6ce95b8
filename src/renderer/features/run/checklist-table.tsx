import type { CheckedItem, Verdict } from '../../../shared/model/checklist.ts';
import { Pill } from '../../components/pill.tsx';
import type { Tone } from '../../components/tone.ts';
import classes from './checklist-table.module.css';

const words: Readonly<Record<Verdict, readonly [Tone, string]>> = {
  pass: ['good', 'Pass'],
  fail: ['bad', 'Fail'],
  inconclusive: ['doubt', 'Inconclusive'],
  'not-checked': ['quiet', 'Not checked'],
};

export const VerdictPill = ({ verdict }: { readonly verdict: Verdict }) => (
  <Pill tone={words[verdict][0]} dot>
    {words[verdict][1]}
  </Pill>
);

/** Checks with their verdicts, in their order. */
export const ChecklistTable = ({ items }: { readonly items: readonly CheckedItem[] }) => (
  <ol className={classes['list']}>
    {items.map(({ id, title, about, verdict, note }) => (
      <li key={id} className={classes['item']}>
        <VerdictPill verdict={verdict} />
        <span>
          {title}
          {about !== undefined && <span className={classes['about']}>{about}</span>}
        </span>
        <span className={classes['note']}>{note}</span>
      </li>
    ))}
  </ol>
);
