import { Button, Checkbox } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { previewRepair } from '../../../shared/contract/reconcile.contract.ts';
import type { Orphan, OrphanKind, OrphanRepair } from '../../../shared/model/orphan.ts';
import { CopyText } from '../../components/copy-text.tsx';
import { count } from '../../components/format-time.ts';
import { Panel } from '../../components/panel.tsx';
import { Pill } from '../../components/pill.tsx';
import { RunStatePill } from '../run/run-state-pill.tsx';
import { deedWords } from '../run/run-words.ts';
import { useMay } from '../shell/identity-context.ts';
import classes from './reconcile.module.css';
import { RepairDrawer } from './repair-drawer.tsx';

const repairWords: Readonly<Record<OrphanRepair, string>> = {
  'recreate-admin': 'Give an administrator',
  attach: 'Attach to a parent',
  quarantine: 'Quarantine',
  remove: 'Remove',
  'roll-back': 'Roll its run back',
};

type Props = { readonly connection: string; readonly kind: OrphanKind };

/** Orphans of one kind: each with what it names, what this ledger knows of it, and what is proposed. */
export function KindPanel({ connection, kind }: Props) {
  const mayRepair = useMay(previewRepair);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [opened, setOpened] = useState(false);
  const repair = kind.orphans.map((each) => each.repair).find((each) => each !== 'roll-back');
  const canRepair = mayRepair && repair !== undefined;
  const choose = (id: string, on: boolean) =>
    setChosen((before) => (on ? [...before, id] : before.filter((each) => each !== id)));
  return (
    <Panel
      title={kind.title}
      mark={<Pill tone="warn">{count(kind.found)}</Pill>}
      actions={
        canRepair && (
          <Button variant="default" onClick={() => setOpened(true)}>
            {chosen.length === 0 ? 'Plan a repair of all' : `Plan a repair of ${chosen.length}`}
          </Button>
        )
      }
      flush
    >
      <ul className={classes['list']}>
        {kind.orphans.map((orphan) => (
          <OrphanRow
            key={orphan.id}
            orphan={orphan}
            isChosen={chosen.includes(orphan.id)}
            {...(canRepair && { onChoose: (on: boolean) => choose(orphan.id, on) })}
          />
        ))}
      </ul>
      <div className={classes['foot']}>
        {kind.found > kind.orphans.length && (
          <div className={classes['soft']}>{count(kind.found - kind.orphans.length)} more are counted.</div>
        )}
        <div className={classes['soft']}>
          Proven by <code>{kind.statement}</code>
        </div>
      </div>
      {repair !== undefined && (
        <RepairDrawer
          opened={opened}
          connection={connection}
          kind={kind}
          repair={repair}
          ids={chosen}
          onClose={() => setOpened(false)}
        />
      )}
    </Panel>
  );
}

type RowProps = {
  readonly orphan: Orphan;
  readonly isChosen: boolean;
  readonly onChoose?: (on: boolean) => void;
};

const OrphanRow = ({ orphan: { id, parentId, story, repair }, isChosen, onChoose }: RowProps) => (
  <li className={classes['orphan']}>
    {onChoose ? (
      <Checkbox
        size="xs"
        mt={3}
        aria-label={`Choose ${id}`}
        checked={isChosen}
        onChange={({ currentTarget }) => onChoose(currentTarget.checked)}
      />
    ) : (
      <span />
    )}
    <div>
      <CopyText text={id} label="id" show={44} />
      <div className={classes['soft']}>
        {parentId === '' ? (
          'What belongs below it is missing.'
        ) : (
          <>
            names what is not there: <CopyText text={parentId} label="id that is not there" show={44} />
          </>
        )}
      </div>
      <div className={classes['soft']}>
        {story === undefined ? (
          'This ledger knows nothing of it.'
        ) : (
          <>
            Likely story:{' '}
            <Link to="/runs/$runId" params={{ runId: story.runId }}>
              {deedWords(story.runbook)}
            </Link>{' '}
            <RunStatePill state={story.state} />
          </>
        )}
      </div>
    </div>
    <Pill tone="info">{repairWords[repair]}</Pill>
  </li>
);
