import { Button, Menu } from '@mantine/core';
import { IconDots, IconStethoscope } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { removeConnection, type ConnectionView } from '../../../shared/contract/connections.contract.ts';
import type { Environment } from '../../../shared/model/connection.ts';
import { refresh, useAct } from '../../client/use-call.ts';
import { ErrorCard } from '../../components/error-card.tsx';
import { wholeTime } from '../../components/format-time.ts';
import { Pill } from '../../components/pill.tsx';
import type { Tone } from '../../components/tone.ts';
import { TypedConfirm } from '../../components/typed-confirm.tsx';
import classes from './settings.module.css';

export const environmentTones: Readonly<Record<Environment, Tone>> = {
  sandbox: 'good',
  staging: 'warn',
  production: 'bad',
};

type Props = {
  readonly view: ConnectionView;
  readonly mayChange: boolean;
  readonly onEdit: () => void;
  readonly onExamine: () => void;
};

export function ConnectionRow({ view: { connection, pinned }, mayChange, onEdit, onExamine }: Props) {
  const queries = useQueryClient();
  const [removing, setRemoving] = useState(false);
  const remove = useAct(removeConnection, () => refresh(queries, 'connections.', 'overview.'));
  const { name, environment, user, host, port, database } = connection;
  return (
    <div className={classes['row']}>
      <div className={classes['grow']}>
        <strong>{name}</strong> <Pill tone={environmentTones[environment]}>{environment}</Pill>
        <div className={`${classes['soft'] ?? ''} mono`}>
          {user}@{host}:{port}/{database}
        </div>
        <div className={`${classes['soft'] ?? ''} ${classes['small'] ?? ''}`}>
          {pinned
            ? `Environment proven and pinned ${wholeTime(pinned.at)}`
            : 'Not met yet: the first test pins its environment'}
        </div>
        {remove.error && <ErrorCard error={remove.error.card} />}
      </div>
      {mayChange && (
        <>
          <Button
            variant="default"
            leftSection={<IconStethoscope size={15} aria-hidden />}
            onClick={onExamine}
          >
            Examine
          </Button>
          <Menu position="bottom-end">
            <Menu.Target>
              <Button variant="default" aria-label={`More for ${name}`}>
                <IconDots size={16} aria-hidden />
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={onEdit}>Change…</Menu.Item>
              <Menu.Item onClick={() => setRemoving(true)}>Forget…</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </>
      )}
      <TypedConfirm
        opened={removing}
        title="Forget this connection"
        name={name}
        nameLabel="Type the connection’s name"
        confirmLabel="Forget"
        onCancel={() => setRemoving(false)}
        onConfirm={() => {
          setRemoving(false);
          remove.mutate({ name });
        }}
      >
        Its passwords leave the keychain. The ledger keeps what was done over it.
      </TypedConfirm>
    </div>
  );
}
