import { Button } from '@mantine/core';
import { useState } from 'react';
import type { LedgerEntry } from '../../../shared/model/ledger-entry.ts';
import { count, wholeTime } from '../../components/format-time.ts';
import type { Tone } from '../../components/tone.ts';
import { EntryDrawer } from '../ledger/entry-drawer.tsx';
import { entryWords } from '../ledger/entry-words.ts';
import classes from './tenant-page.module.css';

const tones: Readonly<Record<string, Tone>> = {
  'step.done': 'good',
  'run.completed': 'good',
  'step.waiting': 'warn',
  'step.failed': 'bad',
  'step.undo-failed': 'bad',
  'step.in-doubt': 'doubt',
};

/** So many events are shown at once; the older ones come on asking. */
const SHOWN = 60;

/** Everything that happened, newest first; each event opens its entry and can be proven there. */
export function Timeline({ entries }: { readonly entries: readonly LedgerEntry[] }) {
  const [opened, setOpened] = useState<LedgerEntry>();
  const [shown, setShown] = useState(SHOWN);
  const newest = entries.toReversed();
  return (
    <>
      <ol className={classes['timeline']}>
        {newest.slice(0, shown).map((entry) => (
          <li key={entry.index}>
            <button type="button" className={classes['event']} onClick={() => setOpened(entry)}>
              <span className={classes['bullet']} data-tone={tones[entry.type]} aria-hidden />
              <time dateTime={entry.time} className={`${classes['soft'] ?? ''} tabular`}>
                {wholeTime(entry.time)}
              </time>
              <span>{entryWords(entry)}</span>
              <span className={`${classes['soft'] ?? ''} ${classes['number'] ?? ''} mono`}>
                #{count(entry.index)}
              </span>
            </button>
          </li>
        ))}
      </ol>
      {newest.length > shown && (
        <Button variant="subtle" fullWidth onClick={() => setShown(shown + SHOWN * 5)}>
          Show older events
        </Button>
      )}
      <EntryDrawer entry={opened} onClose={() => setOpened(undefined)} />
    </>
  );
}
