import { Button, Group, Menu, Modal } from '@mantine/core';
import { IconDots, IconDownload, IconUserPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  exportPolicy,
  grantRoles,
  revokeIdentity,
  showPolicy,
  type PolicyView,
} from '../../../shared/contract/identity.contract.ts';
import { refresh, useAct, useCall } from '../../client/use-call.ts';
import { Answered } from '../../components/answered.tsx';
import { CopyText } from '../../components/copy-text.tsx';
import { download } from '../../components/download.ts';
import { ErrorCard } from '../../components/error-card.tsx';
import { Panel } from '../../components/panel.tsx';
import { Pill } from '../../components/pill.tsx';
import { TypedConfirm } from '../../components/typed-confirm.tsx';
import { useMay } from '../shell/identity-context.ts';
import { GrantForm } from './grant-form.tsx';
import classes from './settings.module.css';

type Member = PolicyView['identities'][number];

/** Who may do what. Each change is an entry of the ledger, signed by a superadmin. */
export function PolicySettings() {
  const query = useCall(showPolicy, {});
  const mayChange = useMay(grantRoles);
  const [editing, setEditing] = useState<Member | 'new'>();
  const save = useAct(exportPolicy, ({ document: text }) => download('policy.json', text));
  return (
    <Answered query={query} lines={4}>
      {({ version, identities }) => (
        <Panel
          flush
          title="Who may do what"
          mark={<Pill tone="quiet">Version {version}</Pill>}
          actions={
            mayChange && (
              <>
                <Button
                  variant="default"
                  leftSection={<IconDownload size={15} aria-hidden />}
                  onClick={() => save.mutate({})}
                >
                  Save as a file
                </Button>
                <Button
                  leftSection={<IconUserPlus size={15} aria-hidden />}
                  onClick={() => setEditing('new')}
                >
                  Add a person
                </Button>
              </>
            )
          }
        >
          {save.error && <ErrorCard error={save.error.card} />}
          <ul className={classes['rows']}>
            {identities.map((member) => (
              <li key={member.keyId}>
                <MemberRow member={member} mayChange={mayChange} onEdit={() => setEditing(member)} />
              </li>
            ))}
          </ul>
          <Modal
            opened={editing !== undefined}
            onClose={() => setEditing(undefined)}
            title="Roles of a key"
            size="lg"
          >
            {editing !== undefined && (
              <GrantForm
                {...(editing !== 'new' && { member: editing })}
                onDone={() => setEditing(undefined)}
              />
            )}
          </Modal>
        </Panel>
      )}
    </Answered>
  );
}

type RowProps = { readonly member: Member; readonly mayChange: boolean; readonly onEdit: () => void };

function MemberRow({ member, mayChange, onEdit }: RowProps) {
  const queries = useQueryClient();
  const [revoking, setRevoking] = useState(false);
  const revoke = useAct(revokeIdentity, () => refresh(queries, 'identity.', 'policy.'));
  const name = member.name ?? 'Not named yet';
  return (
    <div className={classes['row']}>
      <div className={classes['grow']}>
        <strong>{name}</strong> <span className={classes['soft']}>{member.email}</span>
        <div className={`${classes['soft'] ?? ''} ${classes['small'] ?? ''}`}>
          <CopyText text={member.keyId} label="key id" />
        </div>
        {revoke.error && <ErrorCard error={revoke.error.card} />}
      </div>
      <Group gap={6}>
        {[...member.roles, ...member.offices].map((role) => (
          <Pill key={role} tone="info">
            {role}
          </Pill>
        ))}
      </Group>
      {mayChange && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" aria-label={`Change ${name}`}>
              <IconDots size={16} aria-hidden />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={onEdit}>Change roles…</Menu.Item>
            <Menu.Item onClick={() => setRevoking(true)}>Take every role away…</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      <TypedConfirm
        opened={revoking}
        title="Take every role away"
        name={member.name ?? member.keyId}
        nameLabel="Type the person’s name"
        confirmLabel="Take away"
        onCancel={() => setRevoking(false)}
        onConfirm={() => {
          setRevoking(false);
          revoke.mutate({ keyId: member.keyId });
        }}
      >
        What this key signed stays valid; it can do nothing more.
      </TypedConfirm>
    </div>
  );
}
