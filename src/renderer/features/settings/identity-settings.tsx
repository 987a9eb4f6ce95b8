import { Button, Group, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { createIdentity } from '../../../shared/contract/identity.contract.ts';
import { ledgerKey } from '../../../shared/contract/ledger.contract.ts';
import { refresh, useAct, useCall } from '../../client/use-call.ts';
import { CopyText } from '../../components/copy-text.tsx';
import { ErrorCard } from '../../components/error-card.tsx';
import { Facts } from '../../components/facts.tsx';
import { Panel } from '../../components/panel.tsx';
import { Pill } from '../../components/pill.tsx';
import { useIdentity } from '../shell/identity-context.ts';
import classes from './settings.module.css';

const keychains = {
  system: ['good', 'System keychain'],
  vault: ['info', 'Passphrase vault'],
  'throw-away': ['warn', 'Throw-away file, sandbox only'],
} as const;

/** Whose key signs here, and where it rests. */
export function IdentitySettings() {
  const identity = useIdentity();
  const verifier = useCall(ledgerKey, {}, { fresh: 300 });
  const [tone, word] = keychains[identity.keychain];
  return (
    <div className={classes['stack']}>
      <Panel title="Keys" mark={<Pill tone={tone}>{word}</Pill>}>
        <Facts
          facts={[
            ['Key id', <CopyText key="id" text={identity.keyId} label="key id" />],
            ['Public key', <CopyText key="public" text={identity.publicKey} label="public key" />],
            ['Roles', identity.roles.join(', ')],
            ['Offices', identity.offices.join(', ')],
            [
              'Ledger’s verifier key',
              verifier.data && (
                <CopyText key="verifier" text={verifier.data.verifierKey} label="verifier key" />
              ),
            ],
          ]}
        />
      </Panel>
      <Panel title="Who you are">
        <PersonForm name={identity.name ?? ''} email={identity.email ?? ''} />
      </Panel>
    </div>
  );
}

function PersonForm(first: { readonly name: string; readonly email: string }) {
  const queries = useQueryClient();
  const [person, setPerson] = useState({ name: first.name, email: first.email });
  const save = useAct(createIdentity, () => {
    refresh(queries, 'identity.', 'policy.');
    notifications.show({ message: 'Kept, and written into the ledger under seal.', color: 'green' });
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(person);
      }}
    >
      <Stack gap="sm">
        <Group grow gap="md" align="start">
          <TextInput
            label="Full name"
            required
            value={person.name}
            onChange={({ currentTarget }) => setPerson({ ...person, name: currentTarget.value })}
          />
          <TextInput
            label="E-mail"
            type="email"
            required
            value={person.email}
            onChange={({ currentTarget }) => setPerson({ ...person, email: currentTarget.value })}
          />
        </Group>
        {save.error && <ErrorCard error={save.error.card} />}
        <Button type="submit" w="fit-content" loading={save.isPending}>
          Save
        </Button>
      </Stack>
    </form>
  );
}
